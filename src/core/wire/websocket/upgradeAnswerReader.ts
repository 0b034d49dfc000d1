import type { Duplex } from 'node:stream';
import { WireError } from '../../errors/wireError.ts';
import type { HeaderField } from '../wireFacts.ts';
import { connectionFailure } from '../http/connectionFailure.ts';
import type { ResponseHead } from '../http/hop.ts';
import type { HopProgress } from '../http/hopProgress.ts';
import type { ResponseListener } from '../http/responseParser.ts';
import { ResponseParser } from '../http/responseParser.ts';
import type { StopSignal } from '../stop.ts';

/** The answer to an upgrade. */
export interface UpgradeAnswerRead {
  head: ResponseHead;
  /** What came behind the answer and is not HTTP any more. */
  rest: Buffer;
  /** Where `rest` begins in the bytes received. */
  inOffset: number;
}

/** Reads the answer to an upgrade into `progress`; the body too, if it is not a 101. */
export class UpgradeAnswerReader implements ResponseListener {
  readonly #stream: Duplex;
  readonly #progress: HopProgress;
  readonly #parser: ResponseParser;
  readonly #answer: Promise<UpgradeAnswerRead>;
  #resolve!: (answer: UpgradeAnswerRead) => void;
  #reject!: (error: unknown) => void;
  #receivedBytes = 0;
  #hasBegun = false;
  #isSent = false;
  #socketError: Error | undefined;

  constructor(stream: Duplex, progress: HopProgress) {
    this.#stream = stream;
    this.#progress = progress;
    this.#parser = new ResponseParser('GET', this);
    this.#answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /**
   * Resolves when the answer is complete, with the stream paused behind it. Rejects with a `WireError`, which is
   * `WB_CANCELLED` when the signal aborts.
   */
  async read(signal: StopSignal): Promise<UpgradeAnswerRead> {
    const stream = this.#stream;
    const stop = (): void => this.#reject(new WireError('WB_CANCELLED', 'upgrade'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    stream.on('data', this.#onData).on('error', this.#onError);
    stream.on('end', this.#onEnd).on('close', this.#onEnd);
    try {
      return await this.#answer;
    } finally {
      this.#detach();
      signal.removeEventListener('abort', stop);
    }
  }

  /** The request has left; it may be told twice. */
  sent(): void {
    if (!this.#hasBegun && !this.#isSent) this.#progress.sent();
    this.#isSent = true;
  }

  informational(status: number, headers: HeaderField[]): void {
    this.#progress.informational(status, headers);
  }

  responseBegins(): void {
    this.#hasBegun = true;
    this.#progress.responseBegins();
  }

  response(head: ResponseHead): void {
    this.#progress.response(head);
  }

  /** Borders of chunks are not shown of an answer that refuses. */
  chunk(): void {}

  trailers(headers: HeaderField[]): void {
    this.#progress.trailers(headers);
  }

  data(chunk: Buffer): void {
    const room = this.#progress.data(chunk, null);
    if (room === null) return;
    this.#stream.pause();
    void room.then(() => this.#stream.resume());
  }

  readonly #onData = (chunk: Buffer): void => {
    try {
      const consumed = this.#parser.read(chunk);
      this.#receivedBytes += consumed;
      if (this.#parser.done) this.#complete(chunk.subarray(consumed));
    } catch (error) {
      this.#detach();
      this.#reject(error);
    }
  };

  readonly #onError = (error: Error): void => {
    this.#socketError ??= error;
  };

  /** A refusal whose body breaks off is still a refusal. */
  readonly #onEnd = (): void => {
    if (this.#progress.head !== null) this.#complete(Buffer.alloc(0));
    const broken = this.#socketError;
    this.#reject(
      broken === undefined
        ? new WireError('WB_WS_CLOSED_IN_UPGRADE', 'upgrade')
        : connectionFailure(broken, 'upgrade', this.#receivedBytes),
    );
  };

  #complete(rest: Buffer): void {
    this.#detach();
    this.#resolve({ head: this.#progress.head!, rest, inOffset: this.#receivedBytes });
  }

  /** At once: what comes next belongs to whoever reads the stream then. */
  #detach(): void {
    const stream = this.#stream;
    stream.off('data', this.#onData).off('error', this.#onError);
    stream.off('end', this.#onEnd).off('close', this.#onEnd);
    stream.pause();
  }
}
