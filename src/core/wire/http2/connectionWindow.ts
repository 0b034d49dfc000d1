import type { Http2Stream } from './stream.ts';

/** Of both directions, before anybody has said more (RFC 9113 §6.9.2). */
export const DEFAULT_WINDOW_BYTES = 65_535;
/** What a window may grow to (RFC 9113 §6.9.1). */
export const LARGEST_WINDOW_BYTES = 0x7fff_ffff;

/** The windows of the connection itself, and the streams that wait for ours (RFC 9113 §5.2). */
export class ConnectionWindow {
  /** What the server lets us send. */
  sendBytes = DEFAULT_WINDOW_BYTES;
  readonly #receiveBytes: number;
  readonly #waiting = new Set<Http2Stream>();
  #receivedBytes = 0;

  constructor(receiveBytes: number) {
    this.#receiveBytes = receiveBytes;
  }

  wait(stream: Http2Stream): void {
    this.#waiting.add(stream);
  }

  forget(stream: Http2Stream): void {
    this.#waiting.delete(stream);
  }

  /** Lets those go on that have waited. */
  grow(incrementBytes: number): void {
    this.sendBytes += incrementBytes;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const stream of waiting) stream.resume();
  }

  /**
   * Counts what has come, whoever takes it, so that no stream holds up others. Returns what to tell the server of; 0
   * where that can wait.
   */
  received(bytes: number): number {
    this.#receivedBytes += bytes;
    if (this.#receivedBytes < this.#receiveBytes / 2) return 0;
    const incrementBytes = this.#receivedBytes;
    this.#receivedBytes = 0;
    return incrementBytes;
  }
}
