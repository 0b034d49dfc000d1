import { maskedPayload, messagePayload } from './payload.ts';
import type { Payload } from './payload.ts';
import { ExchangeTable, rowDetail } from './rowTable.ts';
import type { RowFacts } from './rowTable.ts';
import { textOrHex } from './rowText.ts';
import { shownText } from './shownText.ts';
import type { RowDetail } from '../../protocol/rows.ts';

/** The messages of a WebSocket as rows. */
export class MessageTable extends ExchangeTable {
  get length(): number {
    return this.exchange.messages.length;
  }

  facts(row: number): RowFacts | null {
    const message = this.exchange.messages.read(row);
    if (message === null) return null;
    const { timeMs, direction, type, bytes } = message;
    const expectations = this.messageExpectations(row);
    return { timeMs, direction, type, lengthBytes: bytes, ...expectations };
  }

  text(row: number, limitBytes: number): string | null {
    const message = this.exchange.messages.read(row);
    if (message === null) return null;
    const payload = messagePayload(this.exchange, message);
    const read = message.type === 'text' ? shownText : textOrHex;
    return read(payload, limitBytes, this.disclosure);
  }

  payload(row: number): Payload | null {
    const message = this.exchange.messages.read(row);
    if (message === null) return null;
    return maskedPayload(messagePayload(this.exchange, message), this.disclosure);
  }

  detail(row: number): RowDetail | null {
    const message = this.exchange.messages.read(row);
    const facts = this.facts(row);
    if (message === null || facts === null) return null;
    const { bytes, wireBytes, compressed, firstFrame, lastFrame, fragments } = message;
    return rowDetail(row, 'messages', facts, {
      wireBytes,
      compressed,
      message: { firstFrame, lastFrame, fragments, bytes },
      evicted: messagePayload(this.exchange, message).read(0, 1) === null,
    });
  }
}
