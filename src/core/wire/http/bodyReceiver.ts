import { WireError } from '../../errors/wireError.ts';
import type { ExchangeSink } from '../sink.ts';
import type { BodyCopy } from './bodyCopy.ts';
import { codingsOf } from './contentCodings.ts';
import { canDecode, ContentDecoder } from './contentDecoder.ts';
import { isEventStream } from './eventStream.ts';
import type { EventStreamState } from './eventStream.ts';
import type { BreakOff, ResponseHead } from './hop.ts';
import { ServerSentEvents } from './serverSentEvents.ts';

/** A body that grows beyond both is a bomb rather than a page. */
const INFLATED_LIMIT_BYTES = 256 * 1024 * 1024;
const INFLATED_LIMIT_RATIO = 100;

const NOTHING = new Uint8Array(0);

interface BodyContext {
  eventStream: EventStreamState;
  copy: BodyCopy | undefined;
  breakOff: BreakOff;
}

/** Decodes the body of one response into the recording and counts both sizes. One that cannot be decoded is broken off at once. */
export class BodyReceiver {
  /** Content-Encoding that is undone, or `identity`. */
  readonly encoding: string;
  readonly #sink: ExchangeSink;
  readonly #copy: BodyCopy | undefined;
  readonly #breakOff: BreakOff;
  readonly #decoder: ContentDecoder | null;
  readonly #events: ServerSentEvents | null;
  /** Wire bytes for which no decoded chunk has come yet. */
  #pendingWireBytes = 0;
  #wireBytes = 0;
  #bytes = 0;
  /** The copy takes no more until then. */
  #copying: Promise<void> | null = null;

  constructor(
    head: ResponseHead,
    sink: ExchangeSink,
    connection: number,
    { eventStream, copy, breakOff }: BodyContext,
  ) {
    const applied = codingsOf(head.headers);
    // Where one of them is unknown, the body is left as it came.
    const codings = canDecode(applied) ? applied : [];
    this.#sink = sink;
    this.#copy = copy;
    this.encoding = codings.length === 0 ? 'identity' : codings.join(', ');
    const decoded = (chunk: Buffer): void => this.#decoded(chunk);
    const failed = (error: Error): void => breakOff(this.#failureOf(error));
    this.#decoder = codings.length === 0 ? null : new ContentDecoder(codings, { decoded, failed });
    this.#events = isEventStream(head)
      ? new ServerSentEvents(
          {
            emit: (event) => sink.emit(event, connection),
            refuse: (failure) => this.#refuse(failure),
          },
          eventStream,
        )
      : null;
    this.#breakOff = breakOff;
  }

  /**
   * Takes body bytes as they came, and where they stand in the connection's byte log; where a promise comes back, more is
   * welcome when it resolves.
   */
  data(chunk: Buffer, offset: number | null): Promise<void> | null {
    this.#pendingWireBytes += chunk.length;
    if (this.#decoder === null) {
      this.#decoded(chunk, offset);
      return this.#copying;
    }
    const decoding = this.#decoder.write(chunk);
    return decoding === null ? this.#copying : decoding.then(() => this.#copying ?? undefined);
  }

  /**
   * The body has ended or broken off: what can be decoded is recorded, at once where there is nothing to decode. Fails
   * with `WB_HTTP_BAD_ENCODING` or `WB_HTTP_INFLATES_TOO_MUCH`.
   */
  end(): Promise<void> | null {
    if (this.#decoder !== null) return this.#endDecoding(this.#decoder);
    this.#ended();
    return null;
  }

  async #endDecoding(decoder: ContentDecoder): Promise<void> {
    try {
      await decoder.end();
    } catch (cause) {
      throw this.#failureOf(cause);
    } finally {
      this.#ended();
    }
  }

  /** Through the decoder where there is one, whose end may be all that anybody waits for. */
  #refuse(failure: WireError): void {
    if (this.#decoder === null) this.#breakOff(failure);
    else this.#decoder.stop(failure);
  }

  #failureOf(cause: unknown): WireError {
    if (cause instanceof WireError) return cause;
    const params = { encoding: this.encoding, section: 'RFC 9110 §8.4' };
    return new WireError('WB_HTTP_BAD_ENCODING', 'receive', { cause, params });
  }

  #ended(): void {
    if (this.#pendingWireBytes > 0) this.#decoded(NOTHING);
    this.#sink.bodyEnd(this.encoding);
  }

  #decoded(chunk: Uint8Array, offset: number | null = null): void {
    const wireBytes = this.#pendingWireBytes;
    this.#pendingWireBytes = 0;
    this.#wireBytes += wireBytes;
    this.#bytes += chunk.length;
    this.#sink.bodyChunk(chunk, wireBytes, offset);
    this.#copying = this.#copy?.write(chunk) ?? null;
    if (this.#decoder !== null) this.#measure(this.#decoder);
    this.#events?.feed(chunk);
  }

  #measure(decoder: ContentDecoder): void {
    if (this.#bytes <= INFLATED_LIMIT_BYTES) return;
    if (this.#bytes <= this.#wireBytes * INFLATED_LIMIT_RATIO) return;
    const limit = `${INFLATED_LIMIT_BYTES / 1024 / 1024} MiB`;
    const params = { received: `${this.#wireBytes} bytes`, limit, encoding: this.encoding };
    decoder.stop(new WireError('WB_HTTP_INFLATES_TOO_MUCH', 'receive', { params }));
  }
}
