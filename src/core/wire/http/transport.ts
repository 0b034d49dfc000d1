import type { Connection } from '../dialer/connection.ts';
import type { Hop, HopListener } from './hop.ts';
import type { StopSignal } from '../stop.ts';

/**
 * Why we close a connection: nothing was sent for a while, one side said `Connection: close`, the exchange on it
 * failed or was cancelled, bytes came that nobody had asked for, the server goes away, a retry wants a fresh one,
 * or everything ends.
 */
export type CloseReason =
  'idle' | 'connection-close' | 'exchange-failed' | 'stray-bytes' | 'goaway' | 'stale' | 'engine';

/** Something that carries requests over one connection: HTTP/1.1 one after the other, HTTP/2 many at once. */
export interface Transport {
  readonly connection: Connection;
  /** Another request may be put on it now. */
  readonly isFree: boolean;
  /**
   * Sends a request and reads the response into `listener`. Resolves when the response is complete; rejects with a
   * `WireError`, or with `WB_CANCELLED` after `signal` has destroyed what carries the request.
   */
  send(hop: Hop, listener: HopListener, signal: StopSignal): Promise<void>;
  /** Lets an idle one keep the process alive no longer, or again. */
  unref(): void;
  ref(): void;
  /** Closes the connection, whatever is on it; the recording says why. */
  destroy(reason: CloseReason): void;
}
