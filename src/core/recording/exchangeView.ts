import { connectionView } from './connectionView.ts';
import type { ExchangeLog } from './exchangeLog.ts';
import { exchangeSummary } from './exchangeSummary.ts';
import { handshakeView } from './handshakeView.ts';
import { hopView } from './hopView.ts';
import type { Disclosure } from './masker.ts';
import type { Story } from './story.ts';
import type { ConnectionView } from '../../protocol/connectionView.ts';
import type { ExchangeView, HandshakeView } from '../../protocol/exchange.ts';
import type { StepView } from '../../protocol/stepView.ts';

/** Everything that a console shows around the rows of an exchange. */
export function exchangeView(exchange: ExchangeLog, disclosure: Disclosure): ExchangeView {
  const { story } = exchange;
  return {
    ...exchangeSummary(exchange, disclosure),
    ...disclosure.value({
      hops: story.hops.map((hop) => hopView(hop, hop === story.hop && isBroken(story))),
      connection: currentConnection(exchange, disclosure),
      handshake: handshakeOf(exchange),
      steps: stepsOf(exchange),
      checks: exchange.checks.checks,
      logs: exchange.checks.logs,
      timings: story.timings,
      deflateRatio: deflateRatio(exchange),
      evictedBytes: evictedBytes(exchange),
    }),
  };
}

/** `scheme://host:port` of a URL, as connections name it. */
function originOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { protocol, hostname, port } = new URL(url);
  const secure = protocol === 'https:' || protocol === 'wss:';
  return `${protocol}//${hostname}:${port === '' ? (secure ? 443 : 80) : port}`;
}

/** What was received last broke off: the failure came after the head, and is not about where it redirects to. */
function isBroken({ state, failure }: Story): boolean {
  if (state === 'cancelled') return true;
  return (
    failure?.phase === 'receive' &&
    !failure.code.endsWith('REDIRECT') &&
    failure.code !== 'WB_HTTP_TOO_MANY_REDIRECTS'
  );
}

function currentConnection(exchange: ExchangeLog, disclosure: Disclosure): ConnectionView | null {
  const { hop } = exchange.story;
  const connection = hop.connection === null ? undefined : exchange.connection(hop.connection);
  return connection === undefined
    ? null
    : connectionView(connection, originOf(hop.url), disclosure);
}

function stepsOf({ request, conversation }: ExchangeLog): StepView[] {
  return 'steps' in request ? conversation.view(request.steps) : [];
}

function handshakeOf({ story }: ExchangeLog): HandshakeView | null {
  if (story.handshake === null) return null;
  return handshakeView(story.handshake, story.hop.request?.headers ?? []);
}

function deflateRatio({ story, messages: { deflated } }: ExchangeLog): number | null {
  const agreed = story.handshake?.extensions.some(({ name }) => name === 'permessage-deflate');
  return agreed === true && deflated.wireBytes > 0 ? deflated.bytes / deflated.wireBytes : null;
}

/** Of the exchange's own bytes on its sockets, and of what was kept beside them. */
function evictedBytes({ uses, story, messages, sse }: ExchangeLog): number {
  let sum = messages.inflated.evictedBytes + sse.evictedBytes;
  for (const { body } of story.hops) sum += body?.evictedBytes ?? 0;
  for (const { connection, outStart, outEnd, inStart, inEnd } of uses) {
    sum += within(connection.out.evictedBytes, outStart, outEnd);
    sum += within(connection.in.evictedBytes, inStart, inEnd);
  }
  return sum;
}

/** How much of `start`..`end` lies before `offset`. */
function within(offset: number, start: number, end: number): number {
  return Math.max(0, Math.min(offset, end) - start);
}
