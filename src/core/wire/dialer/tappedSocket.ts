import type { Duplex } from 'node:stream';
import type { SocketControls, TapObserver } from './tap.ts';

/** Gets what comes from a socket. */
export interface SocketReader {
  received(chunk: Buffer): void;
  /** The peer has closed its side. */
  ended(): void;
  failed(error: Error): void;
  /** Nothing follows; called once, also after an error. */
  closed(): void;
}

/**
 * A socket that shows all bytes that pass it to an observer, as a `Tap` does. It is no stream of its own, which would
 * cost as much as all else that a small exchange does.
 */
export class TappedSocket {
  readonly #socket: Duplex;
  readonly #observer: TapObserver;
  readonly #controls: SocketControls;
  readonly #explain: (error: Error) => Error;

  constructor(
    socket: Duplex,
    observer: TapObserver,
    controls: SocketControls,
    explain: (error: Error) => Error = (error) => error,
  ) {
    this.#socket = socket;
    this.#observer = observer;
    this.#controls = controls;
    this.#explain = explain;
  }

  get destroyed(): boolean {
    return this.#socket.destroyed;
  }

  /** Hands what comes to this reader from now on. */
  readInto(reader: SocketReader): void {
    this.#socket.on('data', (chunk: Buffer) => {
      this.#observer.incoming(chunk);
      reader.received(chunk);
    });
    this.#socket.once('end', () => reader.ended());
    this.#socket.on('error', (error) => reader.failed(this.#explain(error)));
    this.#socket.once('close', () => reader.closed());
    // Who spoke on it before, as with a SOCKS proxy, has paused it.
    this.#socket.resume();
  }

  /** Writes pieces in as few packets as possible; `written` is called when the last has left, or with the error. */
  write(pieces: readonly Uint8Array[], written: (error?: Error | null) => void): void {
    const last = pieces.length - 1;
    if (last > 0) this.#socket.cork();
    pieces.forEach((piece, index) => {
      this.#observer.outgoing(asBuffer(piece));
      this.#socket.write(piece, index === last ? written : undefined);
    });
    if (last > 0) this.#socket.uncork();
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  ref(): void {
    this.#controls.ref();
  }

  unref(): void {
    this.#controls.unref();
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  if (Buffer.isBuffer(bytes)) return bytes;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
