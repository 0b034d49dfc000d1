import { ByteLog } from './byteLog.ts';
import type { ByteSource } from './byteLog.ts';
import { ByteStretch } from './byteStretch.ts';
import type { MemoryBudget } from './memoryBudget.ts';
import { LineCutter } from './lineCutter.ts';

/** The response body of one hop: kept up to a limit, counted beyond it. */
export class BodyLog {
  /** Cuts it into its lines, where they are shown one by one. */
  readonly lines: LineCutter | null;
  /** Times that bytes arrived. */
  arrivals = 0;
  /** Decoded bytes received. */
  bytes = 0;
  wireBytes = 0;
  /** Content-Encoding that was undone; `null` until the body has ended. */
  encoding: string | null = null;
  readonly #budget: MemoryBudget;
  readonly #limitBytes: number;
  /** Of bytes that are not on the wire as they are. */
  #copy: ByteLog | null = null;
  #stretch: ByteStretch | null = null;

  /** `byLine`: its lines are shown one by one. */
  constructor(budget: MemoryBudget, limitBytes: number, byLine: boolean) {
    this.lines = byLine ? new LineCutter() : null;
    this.#budget = budget;
    this.#limitBytes = limitBytes;
  }

  /** Bytes of its own that fell out. */
  get evictedBytes(): number {
    return this.#copy?.evictedBytes ?? 0;
  }

  get kept(): ByteSource {
    return this.#stretch ?? (this.#copy ??= new ByteLog(this.#budget));
  }

  /** Copies bytes that were decoded from so many on the wire. */
  append(decoded: Uint8Array, wireBytes: number): void {
    const room = this.#count(decoded.length, wireBytes);
    if (room <= 0) return;
    this.#copy ??= new ByteLog(this.#budget);
    this.#copy.append(decoded.subarray(0, room));
  }

  /** Bytes stand in the log of their connection as they are; those that follow stand right behind them. */
  stands(log: ByteSource, offset: number, lengthBytes: number): void {
    const room = this.#count(lengthBytes, lengthBytes);
    this.#stretch ??= new ByteStretch(log, offset);
    this.#stretch.grow(Math.min(lengthBytes, room));
  }

  /** Gives its memory back. */
  dispose(): void {
    this.#copy?.dispose();
  }

  /** Answers how many more bytes may be kept. */
  #count(bytes: number, wireBytes: number): number {
    const room = Math.max(0, this.#limitBytes - this.bytes);
    if (bytes > 0) this.arrivals++;
    this.bytes += bytes;
    this.wireBytes += wireBytes;
    return room;
  }
}
