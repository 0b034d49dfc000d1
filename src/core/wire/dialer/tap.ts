import { Duplex } from 'node:stream';

/** What a tap shows of the bytes that pass it; called before they go on. Must not keep or change the chunk. */
export interface TapObserver {
  incoming(chunk: Buffer): void;
  outgoing(chunk: Buffer): void;
}

type Callback = (error?: Error | null) => void;

/**
 * A Duplex that shows all bytes that pass it to an observer and changes none. It passes back-pressure both
 * ways, stays half-open, and destroys what is under it.
 */
export class Tap extends Duplex {
  readonly #under: Duplex;
  readonly #observer: TapObserver;

  constructor(
    under: Duplex,
    observer: TapObserver,
    explain: (error: Error) => Error = (error) => error,
  ) {
    super({ allowHalfOpen: true, decodeStrings: true, emitClose: true });
    this.#under = under;
    this.#observer = observer;
    // An error that nobody waits for (an idle socket's) must not end the process; 'close' follows anyway.
    this.on('error', () => undefined);
    under.on('data', (chunk: Buffer) => {
      observer.incoming(chunk);
      if (!this.push(chunk)) under.pause();
    });
    under.pause();
    under.once('end', () => this.push(null));
    under.on('error', (error) => this.destroy(explain(error)));
    under.once('close', () => this.#underClosed());
  }

  override _read(): void {
    this.#under.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: Callback): void {
    this.#observer.outgoing(chunk);
    this.#under.write(chunk, callback);
  }

  override _writev(entries: { chunk: Buffer }[], callback: Callback): void {
    const under = this.#under;
    const last = entries.length - 1;
    under.cork();
    for (let index = 0; index <= last; index++) {
      const chunk = entries[index]!.chunk;
      this.#observer.outgoing(chunk);
      if (index === last) under.write(chunk, callback);
      else under.write(chunk);
    }
    under.uncork();
  }

  override _final(callback: Callback): void {
    if (this.#under.destroyed) callback();
    else this.#under.end(callback);
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this.#under.destroy(error ?? undefined);
    callback(error);
  }

  /** What was received before the end is still to be read; only then is the tap closed too. */
  #underClosed(): void {
    if (this.readableEnded || !this.#under.readableEnded) this.destroy();
    else this.once('end', () => this.destroy());
  }
}
