import type { Lease, Want } from './originPool.ts';
import { OriginPool } from './originPool.ts';
import type { PoolTarget } from './poolTarget.ts';
import type { Transport } from './transport.ts';

/** All connections that wait for another request, by origin and options. */
export class Pools {
  readonly #pools = new Map<string, OriginPool>();

  /** A connection for one request; hand it back with `release`. Fails as `dial` does. */
  acquire(want: Want): Lease | Promise<Lease> {
    return this.#pool(want.target).acquire(want);
  }

  /** Takes a connection back; it is kept for the next request if it can carry one. */
  release(target: PoolTarget, transport: Transport): void {
    this.#pool(target).release(transport);
  }

  /** Closes the connections of a target that carry no request: one of them was stale, so all may be. */
  closeStale(target: PoolTarget): void {
    this.#pool(target).closeIdle('stale');
  }

  /** Closes all connections that carry no request. */
  reset(): void {
    for (const pool of this.#pools.values()) pool.closeIdle('engine');
  }

  /** Closes all connections. */
  dispose(): void {
    for (const pool of this.#pools.values()) pool.destroy();
    this.#pools.clear();
  }

  #pool({ key }: PoolTarget): OriginPool {
    const known = this.#pools.get(key);
    if (known !== undefined) return known;
    const made = new OriginPool();
    this.#pools.set(key, made);
    return made;
  }
}
