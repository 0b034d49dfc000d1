import type { TappedSocket } from '../dialer/tappedSocket.ts';

/** Up to here frames are put together, so that they leave as one write. */
const JOINED_LIMIT_BYTES = 64 * 1024;

/** What the socket holds of this has as good as left. */
const HANDED_OVER_BYTES = 64 * 1024;

/** Frames that leave together at the end of the turn in which they were made. */
export class FrameQueue {
  readonly #socket: TappedSocket;
  #frames: Uint8Array[] = [];
  #bytes = 0;
  #left: (() => void)[] = [];
  #isScheduled = false;

  constructor(socket: TappedSocket) {
    this.#socket = socket;
  }

  /** What has not left yet, ours and the socket's. */
  get backlogBytes(): number {
    return this.#bytes + this.#socket.writableLength;
  }

  /** `left` is called when it has left; never, where the socket breaks before. */
  add(frame: Uint8Array, left?: () => void): void {
    this.#frames.push(frame);
    this.#bytes += frame.length;
    if (left !== undefined) this.#left.push(left);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    const [frames, bytes, left] = [this.#frames, this.#bytes, this.#left];
    this.#frames = [];
    this.#left = [];
    this.#bytes = 0;
    this.#isScheduled = false;
    if (this.#socket.destroyed) return;
    const isJoined = frames.length > 1 && bytes <= JOINED_LIMIT_BYTES;
    const tell = (error?: Error | null): void => {
      if (!error) for (const each of left.splice(0)) each();
    };
    this.#socket.write(isJoined ? [Buffer.concat(frames, bytes)] : frames, tell);
    // Under TLS, Node says so a turn later, when the answer may have come.
    if (this.#socket.writableLength <= HANDED_OVER_BYTES) tell();
  }
}
