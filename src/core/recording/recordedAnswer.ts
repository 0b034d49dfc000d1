import type { ExchangeLog } from './exchangeLog.ts';
import { answerStream } from './answerStream.ts';
import { logPayload } from './payload.ts';
import type { HeaderField } from '../wire/events.ts';

/** The answer to an exchange as it came, with its secrets: for what judges it, never for what shows it. */
export interface RecordedAnswer {
  status: number;
  headers: readonly HeaderField[];
  /** The decoded body up to a limit; of a WebSocket, none. */
  body: Buffer;
  /** Until the end of the answer. */
  durationMs: number;
  /** It comes in messages, events or lines. */
  isStream: boolean;
}

/** The answer of the last hop as it stands; `null` where none came. */
export function recordedAnswer(exchange: ExchangeLog, limitBytes: number): RecordedAnswer | null {
  const { response, body } = exchange.story.hop;
  if (response === null) return null;
  const kept = body === null ? null : logPayload(body.kept).read(0, limitBytes);
  return {
    status: response.status,
    headers: response.headers,
    body: kept ?? Buffer.alloc(0),
    durationMs: exchange.story.endedMs ?? exchange.elapsedMs,
    isStream: answerStream(exchange) !== null,
  };
}
