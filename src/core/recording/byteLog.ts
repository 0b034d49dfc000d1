import type { Holding, MemoryBudget } from './memoryBudget.ts';

/** Most bodies come at once and are short: up to here, the first chunk gets a slab of its own length. */
const longestFittedSlabBytes = 64 * 1024;
/** Small enough to be cut from Node's pool: memory of their own costs more than short bodies do. */
const firstSlabBytes = 2 * 1024;
const largestSlabBytes = 1024 * 1024;
const slabGrowth = 4;

class Slab implements Holding {
  readonly bytes: Buffer;
  /** Offset of its first byte in the log. */
  readonly start: number;
  used = 0;
  readonly #log: ByteLog;

  constructor(bytes: Buffer, start: number, log: ByteLog) {
    this.bytes = bytes;
    this.start = start;
    this.#log = log;
  }

  get sizeBytes(): number {
    return this.bytes.length;
  }

  evict(): void {
    this.#log.evictOldest();
  }
}

const nothing = Buffer.alloc(0);

/** Bytes with offsets that never change. */
export interface ByteSource {
  readonly lengthBytes: number;
  slice(offset: number, lengthBytes: number): Buffer | null;
}

/**
 * Append-only bytes with absolute offsets. Chunks are copied into slabs (as long as the first chunk, then 2 KiB up to
 * 1 MiB); the oldest slabs fall out when the budget is used up, and offsets stay what they were.
 */
export class ByteLog implements ByteSource {
  readonly #budget: MemoryBudget;
  /** Contiguous, oldest first; the last one is written. */
  readonly #slabs: Slab[] = [];
  #lengthBytes = 0;
  #evictedBytes = 0;
  #nextSlabBytes = firstSlabBytes;

  constructor(budget: MemoryBudget) {
    this.#budget = budget;
  }

  /** Bytes appended so far, whether they are still here or not. */
  get lengthBytes(): number {
    return this.#lengthBytes;
  }

  /** Bytes that fell out: those before this offset. */
  get evictedBytes(): number {
    return this.#evictedBytes;
  }

  /** Copies the chunk; returns the offset of its first byte. */
  append(chunk: Uint8Array): number {
    const offset = this.#lengthBytes;
    const slab = this.#slabs.at(-1);
    if (slab !== undefined && slab.used + chunk.length <= slab.bytes.length) {
      slab.bytes.set(chunk, slab.used);
      slab.used += chunk.length;
      this.#lengthBytes += chunk.length;
    } else {
      this.#appendAcross(chunk);
    }
    return offset;
  }

  /**
   * The bytes from `offset`, at most `lengthBytes` and no further than the end; `null` where any of them fell out.
   * The buffer may be a view of the log itself: read it, never change, keep or transfer it.
   */
  slice(offset: number, lengthBytes: number): Buffer | null {
    const end = Math.min(offset + lengthBytes, this.#lengthBytes);
    if (end <= offset) return nothing;
    if (offset < this.#evictedBytes) return null;
    const index = this.#indexOfSlab(offset);
    const slab = this.#slabs[index]!;
    const within = offset - slab.start;
    if (end <= slab.start + slab.used) return slab.bytes.subarray(within, end - slab.start);
    return this.#gather(index, offset, end);
  }

  /** Gives all memory back; the log must not be used after that. */
  dispose(): void {
    for (const slab of this.#slabs) this.#budget.release(slab);
    this.#slabs.length = 0;
    this.#evictedBytes = this.#lengthBytes;
  }

  #appendAcross(chunk: Uint8Array): void {
    let rest = chunk;
    while (rest.length > 0) {
      const slab = this.#slabWithRoom(rest.length);
      const fitting = rest.subarray(0, slab.bytes.length - slab.used);
      slab.bytes.set(fitting, slab.used);
      slab.used += fitting.length;
      this.#lengthBytes += fitting.length;
      rest = rest.subarray(fitting.length);
    }
  }

  #slabWithRoom(wantedBytes: number): Slab {
    const last = this.#slabs.at(-1);
    return last !== undefined && last.used < last.bytes.length ? last : this.#addSlab(wantedBytes);
  }

  #addSlab(wantedBytes: number): Slab {
    const isFitted = this.#lengthBytes === 0 && wantedBytes <= longestFittedSlabBytes;
    const sizeBytes = isFitted ? wantedBytes : this.#nextSlabBytes;
    if (!isFitted) this.#nextSlabBytes = Math.min(sizeBytes * slabGrowth, largestSlabBytes);
    const bytes = this.#budget.takeSlab(sizeBytes) ?? Buffer.allocUnsafe(sizeBytes);
    const slab = new Slab(bytes, this.#lengthBytes, this);
    this.#slabs.push(slab);
    this.#budget.hold(slab);
    return slab;
  }

  /** The budget takes pieces back in the order in which they were held, so it is this log's first. */
  evictOldest(): void {
    const slab = this.#slabs.shift()!;
    this.#evictedBytes = slab.start + slab.used;
    if (slab.sizeBytes === largestSlabBytes) this.#budget.giveSlab(slab.bytes);
  }

  #indexOfSlab(offset: number): number {
    let low = 0;
    let high = this.#slabs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#slabs[middle]!.start <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #gather(firstSlab: number, offset: number, end: number): Buffer {
    const bytes = Buffer.allocUnsafe(end - offset);
    let at = offset;
    for (let index = firstSlab; at < end; index++) {
      const slab = this.#slabs[index]!;
      const until = Math.min(end, slab.start + slab.used);
      slab.bytes.copy(bytes, at - offset, at - slab.start, until - slab.start);
      at = until;
    }
    return bytes;
  }
}
