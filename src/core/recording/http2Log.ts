import { ByteLog } from './byteLog.ts';
import { ColumnLog, slotOf } from './columnLog.ts';
import type { MemoryBudget } from './memoryBudget.ts';
import type { Direction, HeaderField } from '../wire/wireFacts.ts';
import type { StalledBy } from '../wire/http2/flowControl.ts';
import { frameFaults } from '../wire/http2/frameFault.ts';
import { streamStates } from '../wire/http2/streamState.ts';
import type { Http2FrameFields } from '../wire/sink.ts';

/** What can be wrong with a frame; 0 stands for nothing. */
const faults = [null, ...frameFaults];
const stalls: readonly (StalledBy | null)[] = [null, 'stream', 'connection'];
const states = [null, ...streamStates];
/** Stands for “completes no header block”. */
const noFields = -1;
/** So far behind the end of the log the same fields are written again: the oldest bytes fall out first. */
const SHARED_WITHIN_BYTES = 64 * 1024;

/** The fields written last of one direction, and where they stand. */
interface WrittenFields {
  fields: HeaderField[];
  offset: number;
  lengthBytes: number;
}

/** A recorded HTTP/2 frame, read from the columns. */
export interface Http2Frame extends Omit<Http2FrameFields, 'fields' | 'paddingBytes'> {
  /** On the recording's clock. */
  timeMs: number;
}

interface Http2Columns extends Record<string, Float64Array | Uint32Array | Uint8Array> {
  timeMs: Float64Array;
  offset: Float64Array;
  fieldsOffset: Float64Array;
  stalledMs: Float64Array;
  fieldsBytes: Uint32Array;
  lengthBytes: Uint32Array;
  stream: Uint32Array;
  type: Uint8Array;
  flags: Uint8Array;
  out: Uint8Array;
  state: Uint8Array;
  stalledBy: Uint8Array;
  fault: Uint8Array;
}

function allocate(rows: number): Http2Columns {
  return {
    timeMs: new Float64Array(rows),
    offset: new Float64Array(rows),
    fieldsOffset: new Float64Array(rows),
    stalledMs: new Float64Array(rows),
    fieldsBytes: new Uint32Array(rows),
    lengthBytes: new Uint32Array(rows),
    stream: new Uint32Array(rows),
    type: new Uint8Array(rows),
    flags: new Uint8Array(rows),
    out: new Uint8Array(rows),
    state: new Uint8Array(rows),
    stalledBy: new Uint8Array(rows),
    fault: new Uint8Array(rows),
  };
}

/** All HTTP/2 frames of a socket, both directions, in the order in which they passed; headers as the bytes of their JSON. */
export class Http2Log {
  readonly #columns: ColumnLog<Http2Columns>;
  readonly #fields: ByteLog;
  readonly #written: Record<Direction, WrittenFields | null> = { out: null, in: null };

  constructor(budget: MemoryBudget) {
    this.#columns = new ColumnLog(budget, allocate);
    this.#fields = new ByteLog(budget);
  }

  get length(): number {
    return this.#columns.length;
  }

  get evictedRows(): number {
    return this.#columns.evictedRows;
  }

  /** Records a frame; returns its number. */
  append(frame: Http2FrameFields, timeMs: number): number {
    const row = this.#columns.add();
    const columns = this.#columns.tail;
    const slot = slotOf(row);
    columns.timeMs[slot] = timeMs;
    columns.offset[slot] = frame.offset;
    columns.stalledMs[slot] = frame.stalledMs;
    columns.lengthBytes[slot] = frame.lengthBytes;
    columns.stream[slot] = frame.stream;
    columns.type[slot] = frame.type;
    columns.flags[slot] = frame.flags;
    columns.out[slot] = frame.direction === 'out' ? 1 : 0;
    columns.state[slot] = states.indexOf(frame.state);
    columns.stalledBy[slot] = stalls.indexOf(frame.stalledBy);
    columns.fault[slot] = faults.indexOf(frame.fault);
    this.#appendFields(columns, slot, frame);
    return row;
  }

  /** The frame; `null` where it fell out or does not exist. */
  read(row: number): Http2Frame | null {
    const columns = this.#columns.block(row);
    if (columns === null) return null;
    const slot = slotOf(row);
    return {
      timeMs: columns.timeMs[slot]!,
      direction: columns.out[slot] === 1 ? 'out' : 'in',
      type: columns.type[slot]!,
      flags: columns.flags[slot]!,
      stream: columns.stream[slot]!,
      lengthBytes: columns.lengthBytes[slot]!,
      offset: columns.offset[slot]!,
      state: states[columns.state[slot]!]!,
      stalledMs: columns.stalledMs[slot]!,
      stalledBy: stalls[columns.stalledBy[slot]!]!,
      fault: faults[columns.fault[slot]!]!,
    };
  }

  /** The header fields of the block that a frame completes; `null` where it completes none, or they fell out. */
  fields(row: number): HeaderField[] | null {
    const columns = this.#columns.block(row);
    if (columns === null) return null;
    const offset = columns.fieldsOffset[slotOf(row)]!;
    if (offset === noFields) return null;
    const json = this.#fields.slice(offset, columns.fieldsBytes[slotOf(row)]!);
    return json && (JSON.parse(json.toString()) as HeaderField[]);
  }

  dispose(): void {
    this.#columns.dispose();
    this.#fields.dispose();
  }

  /** Heads on one connection are mostly the same. */
  #appendFields(columns: Http2Columns, slot: number, frame: Http2FrameFields): void {
    columns.fieldsOffset[slot] = noFields;
    const { fields, direction } = frame;
    if (fields === null) return;
    let written = this.#written[direction];
    if (written === null || !this.#isSame(written, fields)) {
      const json = Buffer.from(JSON.stringify(fields));
      written = { fields, offset: this.#fields.append(json), lengthBytes: json.length };
      this.#written[direction] = written;
    }
    columns.fieldsOffset[slot] = written.offset;
    columns.fieldsBytes[slot] = written.lengthBytes;
  }

  #isSame(written: WrittenFields, fields: readonly HeaderField[]): boolean {
    if (written.offset + SHARED_WITHIN_BYTES < this.#fields.lengthBytes) return false;
    if (written.fields.length !== fields.length) return false;
    return written.fields.every((field, index) => isSameField(field, fields[index]!));
  }
}

function isSameField(one: HeaderField, other: HeaderField): boolean {
  return one === other || (one[0] === other[0] && one[1] === other[1]);
}
