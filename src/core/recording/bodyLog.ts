import { ByteLog } from './byteLog.ts';
import type { MemoryBudget } from './memoryBudget.ts';
import { PieceCutter } from './pieceCutter.ts';

/** The response body of one hop: kept up to a limit, counted beyond it. */
export class BodyLog {
  readonly kept: ByteLog;
  readonly cutter: PieceCutter;
  /** Times that bytes arrived. */
  arrivals = 0;
  readonly #limitBytes: number;
  /** Decoded bytes received. */
  bytes = 0;
  wireBytes = 0;
  /** Content-Encoding that was undone; `null` until the body has ended. */
  encoding: string | null = null;

  /** `byLine`: its lines are shown one by one. */
  constructor(budget: MemoryBudget, limitBytes: number, byLine: boolean) {
    this.cutter = new PieceCutter(byLine);
    this.kept = new ByteLog(budget);
    this.#limitBytes = limitBytes;
  }

  append(decoded: Uint8Array, wireBytes: number): void {
    if (decoded.length > 0) this.arrivals++;
    this.bytes += decoded.length;
    this.wireBytes += wireBytes;
    const room = this.#limitBytes - this.kept.lengthBytes;
    if (room > 0) this.kept.append(decoded.subarray(0, room));
  }
}
