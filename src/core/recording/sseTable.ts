import { maskedPayload, memoryPayload } from './payload.ts';
import type { Payload } from './payload.ts';
import { ExchangeTable, rowDetail } from './rowTable.ts';
import type { RowFacts } from './rowTable.ts';
import type { RowDetail } from '../../protocol/rows.ts';

/** Type of an event that names none (HTML §9.2.6). */
const defaultType = 'message';

/** Server-sent events as rows. */
export class SseTable extends ExchangeTable {
  get length(): number {
    return this.exchange.sse.length;
  }

  facts(row: number): RowFacts | null {
    const record = this.exchange.sse.read(row);
    if (record === null) return null;
    const lengthBytes = Buffer.byteLength(record.event.data);
    return { timeMs: record.timeMs, direction: 'in', type: 'text', lengthBytes };
  }

  text(row: number, limitBytes: number): string | null {
    const event = this.exchange.sse.read(row)?.event;
    if (event === undefined) return null;
    const { type, data } = event;
    const text = this.disclosure.text(type === defaultType ? data : `${type}: ${data}`);
    return text.slice(0, limitBytes);
  }

  payload(row: number): Payload | null {
    const event = this.exchange.sse.read(row)?.event;
    if (event === undefined) return null;
    return maskedPayload(memoryPayload(Buffer.from(event.data)), this.disclosure);
  }

  detail(row: number): RowDetail | null {
    const facts = this.facts(row);
    return facts && rowDetail(row, 'events', facts);
  }
}
