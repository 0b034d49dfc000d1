import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TapObserver } from './tap.ts';

/** What of the system's socket is used: it keeps the process alive, and knows what has not left yet. */
type Below = Pick<Socket, 'ref' | 'unref' | 'writableLength'>;

type Written = (error?: Error | null) => void;

/** What TLS takes at once (RFC 8446 §5.1); of more it holds some back. */
const RECORD_BYTES = 16 * 1024;

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
  readonly #below: Below;
  readonly #explain: (error: Error) => Error;

  constructor(
    socket: Duplex,
    observer: TapObserver,
    below: Below,
    explain: (error: Error) => Error = (error) => error,
  ) {
    this.#socket = socket;
    this.#observer = observer;
    this.#below = below;
    this.#explain = explain;
  }

  get destroyed(): boolean {
    return this.#socket.destroyed;
  }

  /** Bytes that have not left yet. */
  get writableLength(): number {
    return this.#socket.writableLength;
  }

  /** Nothing waits for the network; TLS may hand a record on a moment later. */
  get isDrained(): boolean {
    return !this.#socket.destroyed && this.#below.writableLength === 0;
  }

  /** Hands what comes to this reader, from the next `resume` on where the socket is paused. */
  readInto(reader: SocketReader): void {
    this.#socket.on('data', (chunk: Buffer) => {
      this.#observer.incoming(chunk);
      reader.received(chunk);
    });
    this.#socket.once('end', () => reader.ended());
    this.#socket.on('error', (error) => reader.failed(this.#explain(error)));
    this.#socket.once('close', () => reader.closed());
  }

  /**
   * Writes pieces in as few packets as possible; `written` is called once: when the last has left, or with the error. Node
   * tells that later, over TLS in the next turn of the loop, when the answer may have come: a short request is told here.
   */
  write(pieces: readonly Uint8Array[], written: Written): void {
    let isTold = false;
    const tell: Written = (error) => {
      if (!isTold) written(error);
      isTold = true;
    };
    const last = pieces.length - 1;
    if (last > 0) this.cork();
    pieces.forEach((piece, index) => {
      this.writePiece(asBuffer(piece), index === last ? tell : undefined);
    });
    if (last > 0) this.uncork();
    const lengthBytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
    if (lengthBytes <= RECORD_BYTES && this.isDrained) tell();
  }

  /** Writes a piece; answers whether more is welcome at once. */
  writePiece(piece: Buffer, written?: Written): boolean {
    this.#observer.outgoing(piece);
    return this.#socket.write(piece, written);
  }

  /** Holds back what is written, so that it leaves together. */
  cork(): void {
    this.#socket.cork();
  }

  uncork(): void {
    this.#socket.uncork();
  }

  /** Ends our direction. */
  end(ended: () => void): void {
    this.#socket.end(ended);
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
    this.#below.ref();
  }

  unref(): void {
    this.#below.unref();
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  if (Buffer.isBuffer(bytes)) return bytes;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
