import { isUtf8 } from 'node:buffer';
import type { PerMessageDeflate } from 'ws';
import type { WireError } from '../../errors/wireError.ts';
import type { MessageFields } from '../sink.ts';
import { CloseCode } from './closeCode.ts';
import { badUtf8Fault, frameFault, tooLargeFault } from './frameFault.ts';

/** More than this waiting to be inflated, and the socket is not read until half of it is done. */
const CONGESTED_BYTES = 4 * 1024 * 1024;
const CONGESTED_MESSAGES = 1024;

/** What becomes of the messages. */
export interface InflateListener {
  onInflated(message: MessageFields): void;
  onInflateFault(frame: number, error: WireError): void;
  /** True when too much waits, false when there is room again. */
  onCongestion(congested: boolean): void;
}

interface Waiting {
  message: MessageFields;
  /** `null` where the message is not compressed and only waits for its turn. */
  compressed: Uint8Array | null;
}

/** Inflates messages one after the other, in the order in which they came (RFC 7692 §6.2). */
export class InflateQueue {
  readonly #deflate: PerMessageDeflate | null;
  readonly #maxPayloadBytes: number;
  readonly #listener: InflateListener;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #inflating = false;
  #congested = false;
  #stopped = false;
  #idleWaiters: (() => void)[] = [];

  constructor(
    deflate: PerMessageDeflate | null,
    maxPayloadBytes: number,
    listener: InflateListener,
  ) {
    this.#deflate = deflate;
    this.#maxPayloadBytes = maxPayloadBytes;
    this.#listener = listener;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  push(message: MessageFields, compressed: Uint8Array | null): void {
    this.#waiting.push({ message, compressed });
    this.#waitingBytes += compressed?.length ?? 0;
    this.#updateCongestion();
    if (!this.#inflating) this.#next();
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    if (this.isEmpty) return;
    await new Promise<void>((resolve) => this.#idleWaiters.push(resolve));
  }

  /** Drops what waits, except the message that is being inflated. */
  stop(): void {
    this.#stopped = true;
    this.#waiting = this.#inflating ? this.#waiting.slice(0, 1) : [];
    this.#waitingBytes = this.#waiting[0]?.compressed?.length ?? 0;
    this.#updateCongestion();
    this.#settle();
  }

  #next(): void {
    while (this.#waiting[0]?.compressed === null) {
      this.#listener.onInflated(this.#waiting[0].message);
      this.#waiting.shift();
    }
    const head = this.#waiting[0];
    if (head === undefined || head.compressed === null || this.#deflate === null) {
      this.#settle();
      return;
    }
    this.#inflating = true;
    this.#deflate.decompress(head.compressed, true, (error, inflated) => {
      this.#inflating = false;
      this.#inflated(head, error, inflated);
    });
  }

  #inflated({ message, compressed }: Waiting, error: Error | null, inflated?: Buffer): void {
    const fault = this.#faultOf(message, error, inflated);
    this.#waiting.shift();
    this.#waitingBytes -= compressed?.length ?? 0;
    if (fault !== null && !this.#stopped) {
      this.stop();
      this.#listener.onInflateFault(message.lastFrame, fault);
    } else if (inflated !== undefined && !this.#stopped) {
      this.#listener.onInflated({ ...message, inflated, bytes: inflated.length });
    }
    this.#updateCongestion();
    this.#next();
  }

  #faultOf(message: MessageFields, error: Error | null, inflated?: Buffer): WireError | null {
    if (error !== null && 'code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
      return tooLargeFault(this.#maxPayloadBytes);
    }
    if (error !== null || inflated === undefined) {
      const closeCode = CloseCode.invalidPayload;
      return frameFault('WB_WS_BAD_DEFLATE', 'RFC 7692 §7.2.2', {}, closeCode, error);
    }
    return message.type === 'text' && !isUtf8(inflated) ? badUtf8Fault() : null;
  }

  #updateCongestion(): void {
    const share = this.#congested ? 0.5 : 1;
    const congested =
      this.#waitingBytes > CONGESTED_BYTES * share ||
      this.#waiting.length > CONGESTED_MESSAGES * share;
    if (congested === this.#congested) return;
    this.#congested = congested;
    this.#listener.onCongestion(congested);
  }

  #settle(): void {
    if (!this.isEmpty) return;
    for (const resolve of this.#idleWaiters.splice(0)) resolve();
  }
}
