import type { ByteLog, ByteSource } from './byteLog.ts';
import { ColumnLog, slotOf } from './columnLog.ts';
import type { MemoryBudget } from './memoryBudget.ts';
import type { Range } from './range.ts';

interface PieceColumns extends Record<string, Float64Array> {
  /** In the stream, and in the log of the connection. */
  start: Float64Array;
  place: Float64Array;
}

/** A stretch of the stream that stands in one DATA frame. */
interface Piece {
  start: number;
  end: number;
  place: number;
}

function allocate(rows: number): PieceColumns {
  return { start: new Float64Array(rows), place: new Float64Array(rows) };
}

/**
 * The bytes of one direction of an HTTP/2 stream. They are not kept again: they stand in the DATA frames of the
 * connection's log. What was written and still waits for a window stands nowhere; nobody asks for it yet.
 */
export class StreamBytes implements ByteSource {
  readonly #carrier: ByteLog;
  readonly #pieces: ColumnLog<PieceColumns>;
  #carriedBytes = 0;
  #lengthBytes = 0;

  constructor(carrier: ByteLog, budget: MemoryBudget) {
    this.#carrier = carrier;
    this.#pieces = new ColumnLog(budget, allocate);
  }

  get lengthBytes(): number {
    return this.#lengthBytes;
  }

  /** The next bytes of the stream; returns the offset of the first. */
  append(chunk: Uint8Array): number {
    const offset = this.#lengthBytes;
    this.#lengthBytes += chunk.length;
    return offset;
  }

  /** A DATA frame carries the next bytes: there they stand in the log of the connection. */
  carried(place: number, lengthBytes: number): void {
    if (lengthBytes === 0) return;
    const slot = slotOf(this.#pieces.add());
    this.#pieces.tail.start[slot] = this.#carriedBytes;
    this.#pieces.tail.place[slot] = place;
    this.#carriedBytes += lengthBytes;
  }

  slice(offset: number, lengthBytes: number): Buffer | null {
    const end = Math.min(offset + lengthBytes, this.#lengthBytes);
    const parts: Buffer[] = [];
    for (let at = offset; at < end;) {
      const part = this.#sliceOfOne(at, end);
      if (part === null || part.length === 0) return null;
      parts.push(part);
      at += part.length;
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }

  /** Where a stretch of the stream stands in the log of the connection: one range for each DATA frame. */
  places({ start, end }: Range): Range[] {
    const found: Range[] = [];
    for (let at = start; at < end;) {
      const piece = this.#pieceAt(at);
      if (piece === null) return found;
      const until = Math.min(end, piece.end);
      const shift = piece.place - piece.start;
      found.push({ start: at + shift, end: until + shift });
      at = until;
    }
    return found;
  }

  dispose(): void {
    this.#pieces.dispose();
  }

  #sliceOfOne(at: number, end: number): Buffer | null {
    const piece = this.#pieceAt(at);
    if (piece === null) return null;
    return this.#carrier.slice(piece.place + at - piece.start, Math.min(end, piece.end) - at);
  }

  /** `null` where it fell out, or has not passed yet. */
  #pieceAt(offset: number): Piece | null {
    if (offset >= this.#carriedBytes) return null;
    let low = this.#pieces.evictedRows;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#startOf(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    const columns = this.#pieces.block(low);
    const start = this.#startOf(low);
    if (columns === null || start > offset) return null;
    const end = low + 1 < this.#pieces.length ? this.#startOf(low + 1) : this.#carriedBytes;
    return { start, end, place: columns.place[slotOf(low)]! };
  }

  #startOf(row: number): number {
    return this.#pieces.block(row)?.start[slotOf(row)] ?? 0;
  }
}
