import type { Connection } from '../dialer/connection.ts';
import type { Hop, HopListener } from './hop.ts';

/** Something that carries requests over one connection: HTTP/1.1 one after the other, HTTP/2 many at once. */
export interface Transport {
  readonly connection: Connection;
  /** Another request may be put on it now. */
  readonly isFree: boolean;
  /**
   * Sends a request and reads the response into `listener`. Resolves when the response is complete; rejects with a
   * `WireError`, or with `WB_CANCELLED` after `signal` has destroyed what carries the request.
   */
  send(hop: Hop, listener: HopListener, signal: AbortSignal): Promise<void>;
  /** Lets an idle one keep the process alive no longer, or again. */
  unref(): void;
  ref(): void;
  /** Closes the connection, whatever is on it. */
  destroy(): void;
}
