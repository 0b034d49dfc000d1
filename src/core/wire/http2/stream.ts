import type { HeaderField } from '../wireFacts.ts';
import { Http2Error } from './errorCode.ts';

/** What happens on a stream, in this order. */
export interface StreamHandler {
  /** A complete header block. */
  headers(fields: HeaderField[]): void;
  /** Content of DATA; more is welcome when the promise, where there is one, resolves. */
  content(bytes: Buffer): Promise<void> | null;
  /** The server has ended its side. */
  ended(): void;
  /** Nothing follows. The code is that of the reset, whoever sent it, or NO_ERROR. */
  closed(code: number): void;
}

/** The connection under a stream. */
export interface StreamCarrier {
  /** How much of a body may leave in one frame now; 0 where the window of the connection is used up. */
  readonly sendableBytes: number;
  sendData(stream: Http2Stream, bytes: Uint8Array, ends: boolean, left?: () => void): void;
  /** Calls `resume` when there is room in the window of the connection. */
  waitForWindow(stream: Http2Stream): void;
  sendWindowUpdate(stream: Http2Stream, incrementBytes: number): void;
  sendReset(stream: Http2Stream, code: number): void;
  streamClosed(stream: Http2Stream): void;
}

interface Unsent {
  bytes: Uint8Array;
  ends: boolean;
  done: (isSent: boolean) => void;
}

/** A stream that we have opened: both its windows, both its ends (RFC 9113 §5). */
export class Http2Stream {
  readonly id: number;
  /** What the server lets us send. */
  sendWindowBytes: number;
  readonly #carrier: StreamCarrier;
  readonly #handler: StreamHandler;
  /** What the server may send beyond what we have taken. */
  readonly #receiveWindowBytes: number;
  readonly #unsent: Unsent[] = [];
  /** What the handler has taken and the server has not been told. */
  #takenBytes = 0;
  /** What came while the handler wants nothing; `null` while it does. */
  #held: (() => void)[] | null = null;
  #hasEnded: boolean;
  #peerHasEnded = false;
  #isClosed = false;

  constructor(
    id: number,
    carrier: StreamCarrier,
    handler: StreamHandler,
    windows: { sendBytes: number; receiveBytes: number; hasEnded: boolean },
  ) {
    this.id = id;
    this.#carrier = carrier;
    this.#handler = handler;
    this.sendWindowBytes = windows.sendBytes;
    this.#receiveWindowBytes = windows.receiveBytes;
    this.#hasEnded = windows.hasEnded;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  get peerHasEnded(): boolean {
    return this.#peerHasEnded;
  }

  /** Sends content as the windows allow; says when it has left, `false` where the stream was closed before. */
  write(bytes: Uint8Array, ends: boolean): Promise<boolean> {
    if (this.#isClosed || this.#hasEnded) return Promise.resolve(false);
    return new Promise((done) => {
      this.#unsent.push({ bytes, ends, done });
      this.resume();
    });
  }

  /** Goes on sending: a window has grown. */
  resume(): void {
    for (let next = this.#unsent[0]; next !== undefined; next = this.#unsent[0]) {
      const roomBytes = Math.min(this.#carrier.sendableBytes, this.sendWindowBytes);
      if (next.bytes.length > 0 && roomBytes <= 0) {
        this.#carrier.waitForWindow(this);
        return;
      }
      this.#send(next, Math.min(next.bytes.length, roomBytes));
    }
  }

  /** Ends the stream at once, in both directions. */
  reset(code: number): void {
    if (this.#isClosed) return;
    this.#carrier.sendReset(this, code);
    this.close(code);
  }

  headersReceived(fields: HeaderField[]): void {
    if (this.#held === null) this.#handler.headers(fields);
    else this.#held.push(() => this.#handler.headers(fields));
  }

  contentReceived(bytes: Buffer): void {
    if (this.#held === null) this.#take(bytes);
    else this.#held.push(() => this.#take(bytes));
  }

  /** Padding counts in the window, and nobody takes it (RFC 9113 §6.9.1). */
  paddingReceived(bytes: number): void {
    this.#taken(bytes);
  }

  endReceived(): void {
    this.#peerHasEnded = true;
    if (this.#held === null) this.#handler.ended();
    else this.#held.push(() => this.#handler.ended());
    if (this.#hasEnded) this.close(Http2Error.noError);
  }

  /** Nothing goes over it any more: the server has reset it, or the connection is gone. */
  close(code: number): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#carrier.streamClosed(this);
    for (const { done } of this.#unsent.splice(0)) done(false);
    if (this.#held === null) this.#handler.closed(code);
    else this.#held.push(() => this.#handler.closed(code));
  }

  #send(next: Unsent, lengthBytes: number): void {
    const isLast = lengthBytes === next.bytes.length;
    const ends = isLast && next.ends;
    this.sendWindowBytes -= lengthBytes;
    const piece = next.bytes.subarray(0, lengthBytes);
    if (isLast) this.#unsent.shift();
    else next.bytes = next.bytes.subarray(lengthBytes);
    this.#carrier.sendData(this, piece, ends, isLast ? () => next.done(true) : undefined);
    if (!ends) return;
    this.#hasEnded = true;
    if (this.#peerHasEnded) this.close(Http2Error.noError);
  }

  #take(bytes: Buffer): void {
    const pause = this.#handler.content(bytes);
    if (pause === null) {
      this.#taken(bytes.length);
      return;
    }
    this.#held ??= [];
    void pause.then(() => {
      this.#taken(bytes.length);
      this.#release();
    });
  }

  /** Tells what was held, until the handler pauses again. */
  #release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (let next = held.shift(); next !== undefined; next = held.shift()) {
      next();
      if (this.#held === null) continue;
      this.#hold(held);
      return;
    }
  }

  #hold(events: (() => void)[]): void {
    this.#held = events;
  }

  #taken(bytes: number): void {
    this.#takenBytes += bytes;
    if (this.#takenBytes < this.#receiveWindowBytes / 2) return;
    if (this.#peerHasEnded || this.#isClosed) return;
    this.#carrier.sendWindowUpdate(this, this.#takenBytes);
    this.#takenBytes = 0;
  }
}
