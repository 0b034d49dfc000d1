import { ColumnLog, slotOf } from './columnLog.ts';
import type { MemoryBudget } from './memoryBudget.ts';
import type { Direction } from '../wire/wireFacts.ts';
import type { FrameFields } from '../wire/sink.ts';
import type { WireError } from '../errors/wireError.ts';

const opcodeBits = 0x000f;
const rsvShift = 4;
const finBit = 0x0080;
const maskedBit = 0x0100;
const outBit = 0x0200;
const largestUint32 = 0xffff_ffff;

/** A recorded frame, read from the columns. */
export interface Frame extends FrameFields {
  timeMs: number;
  /** Place among the frames of its message, from 0. */
  fragment: number;
  /** Message that this frame is part of; `null` for control frames and while the message is not complete. */
  message: number | null;
}

/** 41 bytes a frame. `bits` is `000000ds mffrrrroooo`: direction, mask, FIN, RSV and opcode. */
interface FrameColumns extends Record<
  string,
  Float64Array | Uint32Array | Uint16Array | Uint8Array
> {
  timeMs: Float64Array;
  offset: Float64Array;
  payloadBytes: Uint32Array;
  mask: Uint32Array;
  connection: Uint32Array;
  message: Uint32Array;
  fragment: Uint32Array;
  bits: Uint16Array;
  headerBytes: Uint8Array;
}

function allocateFrames(rows: number): FrameColumns {
  return {
    timeMs: new Float64Array(rows),
    offset: new Float64Array(rows),
    payloadBytes: new Uint32Array(rows),
    mask: new Uint32Array(rows),
    connection: new Uint32Array(rows),
    message: new Uint32Array(rows),
    fragment: new Uint32Array(rows),
    bits: new Uint16Array(rows),
    headerBytes: new Uint8Array(rows),
  };
}

/** All frames of an exchange, both directions, in the order in which they passed. */
export class FrameLog {
  /** What is wrong with frames, by their number. */
  readonly errors = new Map<number, WireError>();
  /** Milliseconds, by the frame of the pong. */
  readonly roundTrips = new Map<number, number>();
  readonly #columns: ColumnLog<FrameColumns>;
  /** Announced lengths that need more than 32 bits, by frame. */
  readonly #hugePayloads = new Map<number, number>();
  #nextFragmentIn = 0;
  #nextFragmentOut = 0;

  constructor(budget: MemoryBudget) {
    this.#columns = new ColumnLog(budget, allocateFrames);
  }

  get length(): number {
    return this.#columns.length;
  }

  get evictedRows(): number {
    return this.#columns.evictedRows;
  }

  /** Records a frame; returns its number. */
  append(frame: FrameFields, timeMs: number): number {
    const row = this.#columns.add();
    const columns = this.#columns.tail;
    const slot = slotOf(row);
    columns.timeMs[slot] = timeMs;
    columns.offset[slot] = frame.offset;
    columns.payloadBytes[slot] = frame.payloadBytes;
    columns.mask[slot] = frame.mask;
    columns.connection[slot] = frame.connection;
    columns.fragment[slot] = this.#countFragment(frame);
    columns.bits[slot] =
      frame.opcode |
      (frame.rsv << rsvShift) |
      (frame.fin ? finBit : 0) |
      (frame.masked ? maskedBit : 0) |
      (frame.direction === 'out' ? outBit : 0);
    columns.headerBytes[slot] = frame.headerBytes;
    if (frame.payloadBytes > largestUint32) this.#hugePayloads.set(row, frame.payloadBytes);
    return row;
  }

  /** Notes that the frames of one direction from `first` to `last` make up this message. */
  joinMessage(direction: Direction, first: number, last: number, message: number): void {
    const direct = direction === 'out' ? outBit : 0;
    for (let row = Math.max(first, this.#columns.evictedRows); row <= last; row++) {
      const columns = this.#columns.block(row);
      if (columns === null) return;
      const bits = columns.bits[slotOf(row)]!;
      if ((bits & outBit) === direct && (bits & opcodeBits) < 8) {
        columns.message[slotOf(row)] = message + 1;
      }
    }
  }

  /** The frame; `null` where it fell out or does not exist. */
  read(row: number): Frame | null {
    const columns = this.#columns.block(row);
    if (columns === null) return null;
    const slot = slotOf(row);
    const bits = columns.bits[slot]!;
    const message = columns.message[slot]!;
    return {
      timeMs: columns.timeMs[slot]!,
      connection: columns.connection[slot]!,
      direction: (bits & outBit) === 0 ? 'in' : 'out',
      fin: (bits & finBit) !== 0,
      rsv: (bits >> rsvShift) & 7,
      opcode: bits & opcodeBits,
      masked: (bits & maskedBit) !== 0,
      mask: columns.mask[slot]!,
      headerBytes: columns.headerBytes[slot]!,
      payloadBytes: this.#hugePayloads.get(row) ?? columns.payloadBytes[slot]!,
      offset: columns.offset[slot]!,
      fragment: columns.fragment[slot]!,
      message: message === 0 ? null : message - 1,
    };
  }

  dispose(): void {
    this.#columns.dispose();
  }

  /** Control frames may stand between the fragments of a message and are none of them (RFC 6455 §5.4). */
  #countFragment(frame: FrameFields): number {
    if (frame.opcode >= 8) return 0;
    const out = frame.direction === 'out';
    const fragment = frame.opcode !== 0 ? 0 : out ? this.#nextFragmentOut : this.#nextFragmentIn;
    if (out) this.#nextFragmentOut = fragment + 1;
    else this.#nextFragmentIn = fragment + 1;
    return fragment;
  }
}
