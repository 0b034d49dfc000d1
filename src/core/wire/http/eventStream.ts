import { setTimeout as sleep } from 'node:timers/promises';
import { WireError } from '../../errors/wireError.ts';
import type { WireErrorCode } from '../../errors/wireError.ts';
import type { HeaderField } from '../wireFacts.ts';
import type { ExchangeSink } from '../sink.ts';
import { valueOf } from './headerFields.ts';
import type { Hop, ResponseHead } from './hop.ts';
import { abortSignalOf } from '../stop.ts';
import type { StopSignal } from '../stop.ts';

/** The HTML standard leaves it to the client; browsers wait two to five seconds. */
const RETRY_MS = 3_000;
/** A timer of more would fire at once. */
const LONGEST_RETRY_MS = 2 ** 31 - 1;
const OK = 200;
/** What ends a stream for good: beyond a limit it would be again. */
const ENDS = new Set<WireErrorCode>([
  'WB_CANCELLED',
  'WB_HTTP_EVENT_TOO_LARGE',
  'WB_HTTP_INFLATES_TOO_MUCH',
]);

/** What a stream of server-sent events has said about going on after it ends (WHATWG HTML §9.2.6). */
export interface EventStreamState {
  /** An answer was such a stream. */
  hasOpened: boolean;
  lastEventId: string;
  retryMs: number;
}

/** Before anything was said. */
export function newEventStream(): EventStreamState {
  return { hasOpened: false, lastEventId: '', retryMs: RETRY_MS };
}

/** Whether a response is a stream of server-sent events. */
export function isEventStream({ headers }: Pick<ResponseHead, 'headers'>): boolean {
  const type = valueOf(headers, 'content-type') ?? '';
  return /^\s*text\/event-stream\s*(?:;|$)/i.test(type);
}

/**
 * Keeps a stream of server-sent events going (WHATWG HTML §9.2.3): when it ends or breaks off, waits as long as the
 * server said and asks again, with Last-Event-ID, `limit` times at most. An answer that is no such stream ends it.
 */
export async function followEventStream(
  first: Hop,
  send: (hop: Hop) => Promise<ResponseHead>,
  state: EventStreamState,
  { limit, sink, signal }: { limit: number; sink: ExchangeSink; signal: StopSignal },
): Promise<void> {
  let hop = first;
  for (let reconnects = 0; ; reconnects++) {
    let lost: { code?: WireErrorCode } = {};
    try {
      const head = await send(hop);
      const isStream = head.status === OK && isEventStream(head);
      if (!isStream || reconnects === limit) return;
    } catch (error) {
      if (reconnects === limit || !state.hasOpened || !isLoss(error)) throw error;
      lost = { code: error.code };
    }
    const { retryMs: afterMs, lastEventId } = state;
    sink.emit({ event: 'sse.reconnect', url: hop.url, afterMs, lastEventId, ...lost });
    await pause(afterMs, signal);
    hop = { ...first, headers: withLastEventId(first.headers, lastEventId) };
  }
}

function isLoss(error: unknown): error is WireError {
  return error instanceof WireError && !ENDS.has(error.code);
}

async function pause(waitMs: number, signal: StopSignal): Promise<void> {
  try {
    await sleep(Math.min(waitMs, LONGEST_RETRY_MS), undefined, { signal: abortSignalOf(signal) });
  } catch {
    throw new WireError('WB_CANCELLED', 'wait');
  }
}

function withLastEventId(headers: readonly HeaderField[], lastEventId: string): HeaderField[] {
  const others = headers.filter(([name]) => name.toLowerCase() !== 'last-event-id');
  return lastEventId === '' ? [...headers] : [...others, ['Last-Event-ID', lastEventId]];
}
