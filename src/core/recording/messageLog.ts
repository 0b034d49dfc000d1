import { ColumnLog, slotOf } from './columnLog.ts';
import type { FrameLog } from './frameLog.ts';
import { ByteLog } from './byteLog.ts';
import type { MemoryBudget } from './memoryBudget.ts';
import type { Direction } from '../wire/wireFacts.ts';
import type { MessageFields } from '../wire/sink.ts';

/** A recorded message. */
export interface Message {
  timeMs: number;
  direction: Direction;
  type: 'text' | 'binary';
  firstFrame: number;
  lastFrame: number;
  fragments: number;
  compressed: boolean;
  bytes: number;
  wireBytes: number;
  /** Where its inflated payload begins, if it was compressed. */
  inflatedOffset: number;
}

/** 8 bytes a message: one that is a single plain frame says no more than that frame. `detail` is a row + 1, or 0. */
interface MessageColumns extends Record<string, Uint32Array> {
  lastFrame: Uint32Array;
  detail: Uint32Array;
}

interface DetailColumns extends Record<string, Float64Array | Uint32Array | Uint8Array> {
  timeMs: Float64Array;
  bytes: Float64Array;
  wireBytes: Float64Array;
  inflatedOffset: Float64Array;
  firstFrame: Uint32Array;
  fragments: Uint32Array;
  bits: Uint8Array;
}

const outBit = 1;
const textBit = 2;
const compressedBit = 4;
const textOpcode = 1;

function allocateMessages(rows: number): MessageColumns {
  return { lastFrame: new Uint32Array(rows), detail: new Uint32Array(rows) };
}

function allocateDetails(rows: number): DetailColumns {
  return {
    timeMs: new Float64Array(rows),
    bytes: new Float64Array(rows),
    wireBytes: new Float64Array(rows),
    inflatedOffset: new Float64Array(rows),
    firstFrame: new Uint32Array(rows),
    fragments: new Uint32Array(rows),
    bits: new Uint8Array(rows),
  };
}

/** All messages of an exchange, both directions, in the order in which they became complete. */
export class MessageLog {
  /** Payloads of messages that were compressed. */
  readonly inflated: ByteLog;
  /** Sums over compressed messages. */
  readonly deflated = { bytes: 0, wireBytes: 0 };
  readonly #frames: FrameLog;
  readonly #columns: ColumnLog<MessageColumns>;
  readonly #details: ColumnLog<DetailColumns>;

  constructor(budget: MemoryBudget, frames: FrameLog) {
    this.inflated = new ByteLog(budget);
    this.#frames = frames;
    this.#columns = new ColumnLog(budget, allocateMessages);
    this.#details = new ColumnLog(budget, allocateDetails);
  }

  get length(): number {
    return this.#columns.length;
  }

  /** Records a message that became complete at `timeMs`; returns its number. */
  append(message: MessageFields, timeMs: number): number {
    const row = this.#columns.add();
    const columns = this.#columns.tail;
    const slot = slotOf(row);
    columns.lastFrame[slot] = message.lastFrame;
    const plain = message.fragments === 1 && !message.compressed;
    if (message.compressed) {
      this.deflated.bytes += message.bytes;
      this.deflated.wireBytes += message.wireBytes;
    }
    columns.detail[slot] = plain ? 0 : this.#appendDetail(message, timeMs) + 1;
    this.#frames.joinMessage(message.direction, message.firstFrame, message.lastFrame, row);
    return row;
  }

  /** The message; `null` where it fell out or does not exist. */
  read(row: number): Message | null {
    const columns = this.#columns.block(row);
    if (columns === null) return null;
    const lastFrame = columns.lastFrame[slotOf(row)]!;
    const detail = columns.detail[slotOf(row)]!;
    return detail === 0 ? this.#readPlain(lastFrame) : this.#readDetail(lastFrame, detail - 1);
  }

  dispose(): void {
    this.#columns.dispose();
    this.#details.dispose();
    this.inflated.dispose();
  }

  #appendDetail(message: MessageFields, timeMs: number): number {
    const inflatedOffset =
      message.inflated === undefined ? 0 : this.inflated.append(message.inflated);
    const row = this.#details.add();
    const columns = this.#details.tail;
    const slot = slotOf(row);
    columns.timeMs[slot] = timeMs;
    columns.bytes[slot] = message.bytes;
    columns.wireBytes[slot] = message.wireBytes;
    columns.inflatedOffset[slot] = inflatedOffset;
    columns.firstFrame[slot] = message.firstFrame;
    columns.fragments[slot] = message.fragments;
    columns.bits[slot] =
      (message.direction === 'out' ? outBit : 0) |
      (message.type === 'text' ? textBit : 0) |
      (message.compressed ? compressedBit : 0);
    return row;
  }

  #readPlain(lastFrame: number): Message | null {
    const frame = this.#frames.read(lastFrame);
    if (frame === null) return null;
    return {
      timeMs: frame.timeMs,
      direction: frame.direction,
      type: frame.opcode === textOpcode ? 'text' : 'binary',
      firstFrame: lastFrame,
      lastFrame,
      fragments: 1,
      compressed: false,
      bytes: frame.payloadBytes,
      wireBytes: frame.headerBytes + frame.payloadBytes,
      inflatedOffset: 0,
    };
  }

  #readDetail(lastFrame: number, detail: number): Message | null {
    const columns = this.#details.block(detail);
    if (columns === null) return null;
    const slot = slotOf(detail);
    const bits = columns.bits[slot]!;
    return {
      timeMs: columns.timeMs[slot]!,
      direction: (bits & outBit) === 0 ? 'in' : 'out',
      type: (bits & textBit) === 0 ? 'binary' : 'text',
      firstFrame: columns.firstFrame[slot]!,
      lastFrame,
      fragments: columns.fragments[slot]!,
      compressed: (bits & compressedBit) !== 0,
      bytes: columns.bytes[slot]!,
      wireBytes: columns.wireBytes[slot]!,
      inflatedOffset: columns.inflatedOffset[slot]!,
    };
  }
}
