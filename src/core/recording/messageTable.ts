import type { ExchangeLog } from './exchangeLog.ts';
import type { Disclosure } from './masker.ts';
import { maskedPayload, messagePayload } from './payload.ts';
import type { Payload } from './payload.ts';
import type { RowFacts, RowTable } from './rowTable.ts';
import { textOrHex } from './rowText.ts';
import { shownText } from './shownText.ts';
import type { RowDetail } from '../../protocol/rows.ts';

/** The messages of a WebSocket as rows. */
export class MessageTable implements RowTable {
  readonly #exchange: ExchangeLog;
  readonly #disclosure: Disclosure;

  constructor(exchange: ExchangeLog, disclosure: Disclosure) {
    this.#exchange = exchange;
    this.#disclosure = disclosure;
  }

  get length(): number {
    return this.#exchange.messages.length;
  }

  facts(row: number): RowFacts | null {
    const message = this.#exchange.messages.read(row);
    if (message === null) return null;
    const { timeMs, direction, type, bytes } = message;
    return { timeMs, direction, type, lengthBytes: bytes };
  }

  text(row: number, limitBytes: number): string | null {
    const message = this.#exchange.messages.read(row);
    if (message === null) return null;
    const payload = messagePayload(this.#exchange, message);
    const read = message.type === 'text' ? shownText : textOrHex;
    return read(payload, limitBytes, this.#disclosure);
  }

  payload(row: number): Payload | null {
    const message = this.#exchange.messages.read(row);
    if (message === null) return null;
    return maskedPayload(messagePayload(this.#exchange, message), this.#disclosure);
  }

  detail(row: number): RowDetail | null {
    const message = this.#exchange.messages.read(row);
    if (message === null) return null;
    const { timeMs, direction, type, bytes, wireBytes, compressed } = message;
    const { firstFrame, lastFrame, fragments } = message;
    return {
      row,
      source: 'messages',
      timeMs,
      direction,
      type,
      payloadBytes: bytes,
      wireBytes,
      compressed,
      header: null,
      close: null,
      message: { firstFrame, lastFrame, fragments, bytes },
      rttMs: null,
      error: null,
      evicted: messagePayload(this.#exchange, message).read(0, 1) === null,
      borders: [],
    };
  }
}
