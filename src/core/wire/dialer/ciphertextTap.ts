import { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import type { TapObserver } from './tap.ts';

type Callback = (error?: Error | null) => void;

/**
 * What `node:tls` uses of the stream under it, no more: its bytes are shown to an observer on their way. A stream of its
 * own in between would cost as much as the encryption does.
 */
export class CiphertextTap extends EventEmitter {
  readonly #under: Duplex;
  readonly #observer: TapObserver;

  constructor(under: Duplex, observer: TapObserver) {
    super();
    this.#under = under;
    this.#observer = observer;
    under.pause();
    under.on('data', (chunk: Buffer) => {
      observer.incoming(chunk);
      this.emit('data', chunk);
    });
    under.once('end', () => this.emit('end'));
    under.on('error', (error) => this.emit('error', error));
    under.once('close', () => this.emit('close'));
    // An error that nobody waits for must not end the process; 'close' follows anyway.
    this.on('error', () => undefined);
  }

  /** As `tls.connect` wants it. */
  get stream(): Duplex {
    return this as unknown as Duplex;
  }

  pause(): void {
    this.#under.pause();
  }

  resume(): void {
    this.#under.resume();
  }

  cork(): void {
    this.#under.cork();
  }

  uncork(): void {
    this.#under.uncork();
  }

  write(chunk: Buffer, written: Callback): boolean {
    this.#observer.outgoing(chunk);
    return this.#under.write(chunk, written);
  }

  end(ended: () => void): void {
    this.#under.end(ended);
  }

  destroy(error?: Error): void {
    this.#under.destroy(error);
  }
}
