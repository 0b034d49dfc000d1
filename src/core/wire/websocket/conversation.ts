import { setTimeout as delay } from 'node:timers/promises';
import { WireError } from '../../errors/wireError.ts';
import type { PreparedRequest, PreparedStep } from '../../runner/preparedRequest.ts';
import type { WebSocketChannel } from './channel.ts';
import { CloseCode } from './closeCode.ts';

type SendStep = Extract<PreparedStep, { step: 'send' }>;

/**
 * Does the steps of a request, one after the other. When they are done, closes with 1000 after `lingerMs` of
 * silence, or leaves the WebSocket open. Rejects with a `WireError` of phase script when a step fails.
 */
export async function converse(
  channel: WebSocketChannel,
  { steps, options }: PreparedRequest,
): Promise<void> {
  /** Messages that must have come before the next send: those at the last send, and those waited for since. */
  let expected = 0;
  for (const step of steps) {
    if (step.step === 'send') {
      expected = channel.messagesIn;
      await send(channel, step);
    } else {
      expected += step.count;
      await waitFor(channel, expected, step.line, options.timeoutMs);
    }
  }
  if (options.closeWhenDone) await closeInSilence(channel, options.lingerMs, options.timeoutMs);
}

async function send(channel: WebSocketChannel, step: SendStep): Promise<void> {
  const binary = step.type === 'binary';
  const data = step.type === 'binary' ? step.bytes : Buffer.from(step.text);
  try {
    await channel.send(data, binary);
  } catch (error) {
    throw closedEarly(step.line, error);
  }
}

async function waitFor(
  channel: WebSocketChannel,
  total: number,
  line: number,
  timeoutMs: number | null,
): Promise<void> {
  const done = new AbortController();
  const ended = channel.ended.then(() => Promise.reject(closedEarly(line)));
  const race = [channel.messages(total), ended];
  if (timeoutMs !== null) race.push(rejectAfter(timeoutMs, line, done.signal));
  try {
    await Promise.race(race);
  } finally {
    done.abort();
  }
}

async function rejectAfter(timeoutMs: number, line: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(timeoutMs, undefined, { signal });
  } catch {
    // The wait was over in time.
    return;
  }
  const params = { limit: `${timeoutMs / 1000} s`, line: String(line) };
  throw new WireError('WB_TIMEOUT', 'script', { params });
}

function closedEarly(line: number, cause?: unknown): WireError {
  return new WireError('WB_WS_CLOSED_EARLY', 'script', { params: { line: String(line) }, cause });
}

/** Closes when nothing has come for `lingerMs`; a server that never falls silent is closed after `timeoutMs`. */
async function closeInSilence(
  channel: WebSocketChannel,
  lingerMs: number,
  timeoutMs: number | null,
): Promise<void> {
  const doneMs = performance.now();
  const latestMs = timeoutMs === null ? Infinity : doneMs + timeoutMs;
  while (channel.isOpen) {
    const nowMs = performance.now();
    const silentSinceMs = Math.max(channel.lastArrivalMs, doneMs);
    const closeAtMs = Math.min(silentSinceMs + lingerMs, latestMs);
    if (nowMs >= closeAtMs) {
      await channel.close(CloseCode.normal, '');
      return;
    }
    await Promise.race([delay(closeAtMs - nowMs, null, { ref: false }), channel.ended]);
  }
}
