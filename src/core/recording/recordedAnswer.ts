import { answerStream } from './answerStream.ts';
import type { ExchangeLog } from './exchangeLog.ts';
import { charsetOf, contentTypeOf } from './mediaType.ts';
import { logPayload } from './payload.ts';
import type { HeaderField } from '../wire/wireFacts.ts';

/** The answer to an exchange as it came, with its secrets: for what judges or uses it, never for what shows it. */
export interface RecordedAnswer {
  status: number;
  headers: readonly HeaderField[];
  /** What is kept of the decoded body, up to a limit; of a WebSocket, none. */
  body: Buffer;
  /** There was more of it. */
  isCut: boolean;
  /** Until the end of the answer. */
  durationMs: number;
  /** It comes in messages, events or lines. */
  isStream: boolean;
}

/** The answer of the last hop as it stands; `null` where none came. */
export function recordedAnswer(
  exchange: ExchangeLog,
  limitBytes = Infinity,
): RecordedAnswer | null {
  const { response, body: log } = exchange.story.hop;
  if (response === null) return null;
  const body = (log && logPayload(log.kept).read(0, limitBytes)) ?? Buffer.alloc(0);
  return {
    status: response.status,
    headers: response.headers,
    body,
    isCut: body.length < (log?.bytes ?? 0),
    durationMs: exchange.story.endedMs ?? exchange.elapsedMs,
    isStream: answerStream(exchange) !== null,
  };
}

/** A body as text, in the charset that its headers name; in UTF-8 where they name none, or one that nobody knows. */
export function bodyText(body: Uint8Array, headers: readonly HeaderField[]): string {
  try {
    return new TextDecoder(charsetOf(contentTypeOf(headers))).decode(body);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new TextDecoder().decode(body);
  }
}
