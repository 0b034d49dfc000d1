/** A piece of memory that can be given up as a whole. */
export interface Holding {
  readonly sizeBytes: number;
  /** The budget took the piece back: forget it and count what fell out. */
  evict(): void;
}

/**
 * What all exchanges and sockets together may keep in memory. When the limit is passed, the pieces that were
 * held first fall out, whoever owns them; the newest one always stays.
 */
export class MemoryBudget {
  #limitBytes: number;
  #usedBytes = 0;
  readonly #held = new Set<Holding>();
  /** The slab that fell out last: writing on fresh memory costs as much as the copy itself. */
  #spareSlab: Buffer | null = null;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** Sets a new limit, which takes effect at once. */
  limit(limitBytes: number): void {
    this.#limitBytes = limitBytes;
    this.#shrink();
  }

  hold(piece: Holding): void {
    this.#held.add(piece);
    this.#usedBytes += piece.sizeBytes;
    if (this.#usedBytes > this.#limitBytes) this.#shrink();
  }

  /** Memory of this size that is free to be written on; `null` where there is none. */
  takeSlab(sizeBytes: number): Buffer | null {
    const slab = this.#spareSlab;
    if (slab?.length !== sizeBytes) return null;
    this.#spareSlab = null;
    return slab;
  }

  /** Keeps the memory of a slab that fell out for the next one. */
  giveSlab(slab: Buffer): void {
    this.#spareSlab = slab;
  }

  /** The owner gave the piece up itself. */
  release(piece: Holding): void {
    if (this.#held.delete(piece)) this.#usedBytes -= piece.sizeBytes;
  }

  #shrink(): void {
    for (const piece of this.#held) {
      if (this.#usedBytes <= this.#limitBytes || this.#held.size === 1) return;
      this.release(piece);
      piece.evict();
    }
  }
}
