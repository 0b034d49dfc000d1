import type { ExchangeSummary } from '../../protocol/exchange.ts';
import { formatClock } from './formats.ts';
import { say } from './words.ts';
import type { WordKey } from './words.ts';

/** How a state looks: the tone colours it, and every tone has a shape of its own. */
export type Tone = 'good' | 'busy' | 'bad' | 'quiet';

export interface StateText {
  tone: Tone;
  /** What stands out: `open`, `200`, `failed in TLS`. */
  strong: string;
  /** What follows: `00:42`, `OK`. */
  rest: string;
}

const phaseWords: Record<string, WordKey> = {
  prepare: 'failedInPrepare',
  dns: 'failedInDns',
  tcp: 'failedInTcp',
  proxy: 'failedInProxy',
  tls: 'failedInTls',
  send: 'failedInSend',
  wait: 'failedInWait',
  receive: 'failedInReceive',
  upgrade: 'failedInUpgrade',
  frames: 'failedInFrames',
  script: 'failedInScript',
};

/** `failed in TLS` */
function failedInPhase(phase: string): string {
  const key = phaseWords[phase];
  return key ? say(key) : say('stateFailed');
}

function status(exchange: ExchangeSummary, tone: Tone): StateText {
  return { tone, strong: String(exchange.status), rest: exchange.reason ?? '' };
}

function closed(exchange: ExchangeSummary): StateText {
  const { close } = exchange;
  if (!close) return { tone: 'quiet', strong: say('stateClosed'), rest: '' };
  return {
    tone: close.clean ? 'quiet' : 'bad',
    strong: say('stateClosed'),
    rest: `${close.code} ${close.codeName}`.trim(),
  };
}

/** The state of an exchange in words; `nowMs` (since the epoch) lets an open one tick. */
export function stateText(exchange: ExchangeSummary, nowMs: number): StateText {
  switch (exchange.state) {
    case 'connecting':
      return { tone: 'busy', strong: say('stateConnecting'), rest: '' };
    case 'waiting':
      return { tone: 'busy', strong: say('stateWaiting'), rest: '' };
    case 'receiving':
      return exchange.status === null
        ? { tone: 'busy', strong: say('stateReceiving'), rest: '' }
        : status(exchange, 'busy');
    case 'open':
      return {
        tone: 'good',
        strong: say('stateOpen'),
        rest: formatClock(nowMs - (exchange.openedAtMs ?? nowMs)),
      };
    case 'closing':
      return { tone: 'busy', strong: say('stateClosing'), rest: '' };
    case 'completed':
      return exchange.status === null
        ? { tone: 'good', strong: say('stateCompleted'), rest: '' }
        : status(exchange, exchange.status < 400 ? 'good' : 'bad');
    case 'closed':
      return closed(exchange);
    case 'cancelled':
      return { tone: 'quiet', strong: say('stateCancelled'), rest: '' };
    case 'failed':
      return { tone: 'bad', strong: failedInPhase(exchange.failure?.phase ?? ''), rest: '' };
  }
}

/** Nothing more will happen. */
export function isOver(exchange: ExchangeSummary): boolean {
  return ['completed', 'closed', 'failed', 'cancelled'].includes(exchange.state);
}
