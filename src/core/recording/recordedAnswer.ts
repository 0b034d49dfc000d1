import type { ExchangeLog } from './exchangeLog.ts';
import { logPayload, messagePayload } from './payload.ts';
import type { HeaderField } from '../wire/events.ts';

/** Parts of a stream that are handed out. */
const partLimit = 10_000;

/** The answer to an exchange as it came, with its secrets: for what judges it, never for what shows it. */
export interface RecordedAnswer {
  status: number;
  headers: readonly HeaderField[];
  /** The decoded body up to a limit; of a WebSocket, none. */
  body: Buffer;
  /** Until the end of the answer. */
  durationMs: number;
  /** Received messages or events; `null` where the answer is no stream of them. */
  parts: string[] | null;
}

/** The answer of the last hop; `null` where none came. */
export function recordedAnswer(exchange: ExchangeLog, limitBytes: number): RecordedAnswer | null {
  const { response, body } = exchange.story.hop;
  if (response === null) return null;
  const kept = body === null ? null : logPayload(body.kept).read(0, limitBytes);
  return {
    status: response.status,
    headers: response.headers,
    body: kept ?? Buffer.alloc(0),
    durationMs: exchange.story.endedMs ?? exchange.elapsedMs,
    parts: partsOf(exchange, limitBytes),
  };
}

function partsOf(exchange: ExchangeLog, limitBytes: number): string[] | null {
  if (exchange.messages.length > 0) return messagesOf(exchange, limitBytes);
  return exchange.sse.length === 0 ? null : eventsOf(exchange, limitBytes);
}

function messagesOf(exchange: ExchangeLog, limitBytes: number): string[] {
  const { messages } = exchange;
  return gather(messages.length, limitBytes, (row) => {
    const message = messages.read(row);
    if (message?.direction !== 'in') return null;
    return messagePayload(exchange, message).read(0, message.bytes)?.toString() ?? null;
  });
}

function eventsOf({ sse }: ExchangeLog, limitBytes: number): string[] {
  return gather(sse.length, limitBytes, (row) => sse.read(row)?.event.data ?? null);
}

function gather(
  length: number,
  limitBytes: number,
  read: (row: number) => string | null,
): string[] {
  const parts: string[] = [];
  let room = limitBytes;
  for (let row = 0; row < length && parts.length < partLimit && room > 0; row++) {
    const part = read(row);
    if (part === null) continue;
    parts.push(part.slice(0, room));
    room -= part.length;
  }
  return parts;
}
