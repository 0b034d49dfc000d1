import { Duplex } from 'node:stream';
import { Http2Error, http2ErrorName } from '../http2/errorCode.ts';
import type { Http2Stream } from '../http2/stream.ts';

const NOTHING = new Uint8Array(0);

type Callback = (error?: Error | null) => void;

/** A stream of HTTP/2 as a stream of bytes, for the protocol that is spoken over it (RFC 8441 §5). */
export class TunnelStream extends Duplex {
  readonly #stream: Http2Stream;
  /** Reads on. */
  #resume: () => void = () => undefined;

  constructor(stream: Http2Stream) {
    super({ allowHalfOpen: true });
    this.#stream = stream;
  }

  get id(): number {
    return this.#stream.id;
  }

  /** Takes content; reading goes on when the promise, where there is one, resolves. */
  received(bytes: Buffer): Promise<void> | null {
    if (this.push(bytes)) return null;
    return new Promise((resolve) => (this.#resume = resolve));
  }

  /** The server has ended its side. */
  endReceived(): void {
    this.push(null);
  }

  /** Nothing follows; `code` says why. What has come before its end is still to be read. */
  streamClosed(code: number): void {
    if (code !== Http2Error.noError) this.destroy(new Error(`RST_STREAM ${http2ErrorName(code)}`));
    else if (!this.#stream.peerHasEnded) this.destroy();
  }

  override _read(): void {
    this.#resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: Callback): void {
    this.#send(chunk, false, callback);
  }

  override _final(callback: Callback): void {
    this.#send(NOTHING, true, callback);
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this.#stream.reset(Http2Error.cancel);
    callback(error);
  }

  /** Where the stream is closed, that is told by `streamClosed`. */
  #send(bytes: Uint8Array, ends: boolean, left: Callback): void {
    void (async () => {
      await this.#stream.write(bytes, ends);
      left();
    })();
  }
}
