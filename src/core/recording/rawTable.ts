import { isUtf8 } from 'node:buffer';
import type { Chunk } from './connectionLog.ts';
import { logPayload, maskedPayload } from './payload.ts';
import type { Payload } from './payload.ts';
import { ExchangeTable, rowDetail } from './rowTable.ts';
import type { RowFacts } from './rowTable.ts';
import { textOrHex } from './rowText.ts';
import type { RowDetail, RowType } from '../../protocol/rows.ts';

/** Bytes that tell whether a chunk is text. */
const sampleBytes = 4 * 1024;

/** What passed a raw socket: each read and write, or each datagram, as a row. */
export class RawTable extends ExchangeTable {
  readonly #connection = this.exchange.uses.at(-1)?.connection;

  get length(): number {
    return this.#connection?.chunkCount ?? 0;
  }

  facts(row: number): RowFacts | null {
    const chunk = this.#connection?.chunk(row) ?? null;
    if (chunk === null) return null;
    const { timeMs, direction, lengthBytes, offset } = chunk;
    const facts: RowFacts = {
      timeMs: this.exchange.sinceStart(timeMs),
      direction,
      type: this.#type(chunk),
      lengthBytes,
      ...this.messageExpectations(row),
    };
    // A datagram has no place in a stream.
    return this.exchange.request.kind === 'udp' ? facts : { ...facts, offset };
  }

  text(row: number, limitBytes: number): string | null {
    const chunk = this.#connection?.chunk(row) ?? null;
    return chunk && textOrHex(this.#bytes(chunk), limitBytes, this.disclosure);
  }

  payload(row: number): Payload | null {
    const chunk = this.#connection?.chunk(row) ?? null;
    return chunk && maskedPayload(this.#bytes(chunk), this.disclosure);
  }

  detail(row: number): RowDetail | null {
    const facts = this.facts(row);
    if (facts === null) return null;
    const evicted = facts.lengthBytes > 0 && this.payload(row)?.read(0, 1) === null;
    return rowDetail(row, 'data', facts, { evicted });
  }

  #bytes({ direction, offset, lengthBytes }: Chunk): Payload {
    return logPayload(this.#connection!.log(direction), offset, offset + lengthBytes);
  }

  #type(chunk: Chunk): RowType {
    const sample = this.#bytes(chunk).read(0, Math.min(chunk.lengthBytes, sampleBytes));
    const isText = sample !== null && chunk.lengthBytes <= sampleBytes && isUtf8(sample);
    return isText ? 'text' : 'binary';
  }
}
