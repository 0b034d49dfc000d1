import { ByteLog } from './byteLog.ts';
import { ColumnLog, slotOf } from './columnLog.ts';
import type { MemoryBudget } from './memoryBudget.ts';
import type { WireEventBody } from '../wire/events.ts';

/** A recorded event, its time on the exchange's clock. */
export interface EventRecord<E extends WireEventBody> {
  timeMs: number;
  connection: number | undefined;
  event: E;
}

interface EventColumns extends Record<string, Float64Array | Uint32Array> {
  timeMs: Float64Array;
  offset: Float64Array;
  lengthBytes: Uint32Array;
  connection: Uint32Array;
}

/** Stands for “no connection” in the column; connection ids count from 1. */
const noConnection = 0;

/** Events of an exchange that may be without number, each kept as the bytes of its JSON. */
export class EventLog<E extends WireEventBody> {
  readonly #json: ByteLog;
  readonly #columns: ColumnLog<EventColumns>;

  constructor(budget: MemoryBudget) {
    this.#json = new ByteLog(budget);
    this.#columns = new ColumnLog(budget, (rows) => ({
      timeMs: new Float64Array(rows),
      offset: new Float64Array(rows),
      lengthBytes: new Uint32Array(rows),
      connection: new Uint32Array(rows),
    }));
  }

  get length(): number {
    return this.#columns.length;
  }

  get evictedBytes(): number {
    return this.#json.evictedBytes;
  }

  append(event: E, timeMs: number, connection: number | undefined): void {
    const json = Buffer.from(JSON.stringify(event));
    const slot = slotOf(this.#columns.add());
    const columns = this.#columns.tail;
    columns.timeMs[slot] = timeMs;
    columns.offset[slot] = this.#json.append(json);
    columns.lengthBytes[slot] = json.length;
    columns.connection[slot] = connection ?? noConnection;
  }

  /** When the event came, on the exchange's clock; `null` where it fell out or does not exist. */
  timeMs(row: number): number | null {
    return this.#columns.block(row)?.timeMs[slotOf(row)] ?? null;
  }

  /** The event; `null` where it fell out or does not exist. */
  read(row: number): EventRecord<E> | null {
    const columns = this.#columns.block(row);
    if (columns === null) return null;
    const slot = slotOf(row);
    const json = this.#json.slice(columns.offset[slot]!, columns.lengthBytes[slot]!);
    if (json === null) return null;
    const connection = columns.connection[slot]!;
    return {
      timeMs: columns.timeMs[slot]!,
      connection: connection === noConnection ? undefined : connection,
      event: JSON.parse(json.toString()) as E,
    };
  }

  dispose(): void {
    this.#json.dispose();
    this.#columns.dispose();
  }
}
