import { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import type { SocketReader, TappedSocket } from './tappedSocket.ts';

/** What was written while more was to come. */
interface HeldBack {
  chunk: Buffer;
  written: Callback;
}

type Callback = (error?: Error | null) => void;

/**
 * What `node:tls` uses of the stream under it, and no more: it buffers itself. A real stream in
 * between would cost as much as the encryption does.
 */
export class StreamAdapter extends EventEmitter implements SocketReader {
  readonly #socket: TappedSocket;
  /** What is held back; `null` where nothing is. */
  #corked: HeldBack[] | null = null;

  /** What comes waits until it is asked for. */
  constructor(socket: TappedSocket) {
    super();
    this.#socket = socket;
    // An error that nobody waits for must not end the process; 'close' follows anyway.
    this.on('error', () => undefined);
    socket.pause();
    socket.readInto(this);
  }

  /** As Node's types want it. */
  get stream(): Duplex {
    return this as unknown as Duplex;
  }

  received(chunk: Buffer): void {
    this.emit('data', chunk);
  }

  ended(): void {
    this.emit('end');
  }

  failed(error: Error): void {
    this.emit('error', error);
  }

  closed(): void {
    this.emit('close');
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Node holds back each write, which costs much where there is one piece, as nearly always. */
  cork(): void {
    this.#corked = [];
  }

  uncork(): void {
    const corked = this.#corked;
    this.#corked = null;
    if (corked === null) return;
    if (corked.length > 1) this.#socket.cork();
    for (const { chunk, written } of corked) this.#socket.writePiece(chunk, written);
    if (corked.length > 1) this.#socket.uncork();
  }

  write(chunk: Buffer, written: Callback): boolean {
    if (this.#corked === null) return this.#socket.writePiece(chunk, written);
    this.#corked.push({ chunk, written });
    return true;
  }

  end(ended: () => void): void {
    this.#socket.end(ended);
  }

  destroy(): void {
    this.#socket.destroy();
  }
}
