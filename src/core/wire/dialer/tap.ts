import { Duplex } from 'node:stream';

/** What a tap shows of the bytes that pass it; called before they go on. Must not keep or change the chunk. */
export interface TapObserver {
  incoming(chunk: Buffer): void;
  outgoing(chunk: Buffer): void;
}

type Callback = (error?: Error | null) => void;

/** Methods of `net.Socket` that a tap hands through to the socket at the bottom. */
export interface SocketControls {
  setTimeout(timeoutMs: number, listener?: () => void): unknown;
  setNoDelay(noDelay?: boolean): unknown;
  setKeepAlive(enable?: boolean, initialDelayMs?: number): unknown;
  ref(): unknown;
  unref(): unknown;
}

/**
 * A Duplex that shows all bytes that pass it to an observer and changes none. It passes back-pressure both
 * ways, stays half-open, and destroys what is under it. For `node:http2` it answers as a socket does.
 */
export class Tap extends Duplex {
  /** Protocol that ALPN chose; `false` where there is none, as in `tls.TLSSocket`. */
  readonly alpnProtocol: string | false;
  readonly #under: Duplex;
  readonly #observer: TapObserver;
  readonly #controls: SocketControls;

  constructor(
    under: Duplex,
    observer: TapObserver,
    controls: SocketControls,
    alpnProtocol: string | false = false,
    explain: (error: Error) => Error = (error) => error,
  ) {
    super({ allowHalfOpen: true, decodeStrings: true, emitClose: true });
    this.#under = under;
    this.#observer = observer;
    this.#controls = controls;
    this.alpnProtocol = alpnProtocol;
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

  setTimeout(timeoutMs: number, listener?: () => void): this {
    this.#controls.setTimeout(timeoutMs, listener);
    return this;
  }

  setNoDelay(noDelay?: boolean): this {
    this.#controls.setNoDelay(noDelay);
    return this;
  }

  setKeepAlive(enable?: boolean, initialDelayMs?: number): this {
    this.#controls.setKeepAlive(enable, initialDelayMs);
    return this;
  }

  ref(): this {
    this.#controls.ref();
    return this;
  }

  unref(): this {
    this.#controls.unref();
    return this;
  }

  /** What was received before the end is still to be read; only then is the tap closed too. */
  #underClosed(): void {
    if (this.readableEnded || !this.#under.readableEnded) this.destroy();
    else this.once('end', () => this.destroy());
  }
}
