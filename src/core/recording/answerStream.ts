import type { ExchangeLog } from './exchangeLog.ts';
import { contentTypeOf, isEventStream, isLines } from './mediaType.ts';
import { logPayload, memoryPayload, messagePayload } from './payload.ts';
import type { Payload } from './payload.ts';

const carriageReturn = 0x0d;

/** One received message, server-sent event or line: its bytes, or nothing where they fell out of the recording. */
interface Part {
  payload: Payload | null;
}

/** The parts of an answer by number; what is none of its parts (a message that was sent) is `null`. */
interface AnswerStream {
  readonly length: number;
  read(row: number): Part | null;
}

/** Of an answer that comes in messages, events or lines; `null` where it does not, or nothing of it has come yet. */
export function answerStream(exchange: ExchangeLog): AnswerStream | null {
  const { openedMs, hops } = exchange.story;
  if (openedMs !== null) return exchange.request.kind === 'websocket' ? messagesOf(exchange) : null;
  const heads = hops.flatMap(({ response }) => response ?? []);
  const head = heads.find(({ status }) => status >= 200 && status < 300);
  const contentType = contentTypeOf(head?.headers ?? []);
  if (isEventStream(contentType)) return eventsOf(exchange);
  return isLines(contentType) ? linesOf(exchange) : null;
}

function messagesOf(exchange: ExchangeLog): AnswerStream {
  const { messages } = exchange;
  return {
    length: messages.length,
    read: (row) => {
      const message = messages.read(row);
      if (message === null) return { payload: null };
      return message.direction === 'in' ? { payload: messagePayload(exchange, message) } : null;
    },
  };
}

function eventsOf({ sse }: ExchangeLog): AnswerStream {
  return {
    length: sse.length,
    read: (row) => {
      const data = sse.read(row)?.event.data;
      return { payload: data === undefined ? null : memoryPayload(Buffer.from(data)) };
    },
  };
}

function linesOf({ pieces, story }: ExchangeLog): AnswerStream {
  return {
    length: pieces.length,
    read: (row) => {
      const piece = pieces.read(row);
      const kept = piece && story.hops[piece.hop]?.body?.kept;
      if (piece === null || kept === null || kept === undefined) return { payload: null };
      const end = piece.offset + piece.lengthBytes;
      if (end > kept.lengthBytes) return { payload: null };
      const isCrLf = kept.slice(end - 1, 1)?.[0] === carriageReturn;
      return { payload: logPayload(kept, piece.offset, isCrLf ? end - 1 : end) };
    },
  };
}
