import { ConnectionLog } from './connectionLog.ts';
import type { Tunnel } from './connectionLog.ts';
import type { MemoryBudget } from './memoryBudget.ts';
import type { StreamBytes } from './streamBytes.ts';
import type { Direction } from '../wire/wireFacts.ts';

/** An HTTP/2 stream that carries another protocol (RFC 8441), as if it were a connection of its own. */
export class StreamLog extends ConnectionLog {
  override readonly carrier: number;
  readonly #tunnel: Tunnel;

  constructor(id: number, budget: MemoryBudget, carrier: ConnectionLog, stream: number) {
    super(id, budget, () => undefined);
    this.carrier = carrier.id;
    this.#tunnel = carrier.tunnel(stream);
  }

  override bytes(direction: Direction, chunk: Uint8Array): number {
    return this.#tunnel[direction].append(chunk);
  }

  override log(direction: Direction): StreamBytes {
    return this.#tunnel[direction];
  }

  override dispose(): void {
    this.#tunnel.out.dispose();
    this.#tunnel.in.dispose();
    super.dispose();
  }
}
