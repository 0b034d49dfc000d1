import { WireError } from '../../errors/wireError.ts';
import type { ExchangeSink } from '../sink.ts';
import type { BodyCopy } from './bodyCopy.ts';
import { canDecode, ContentDecoder } from './contentDecoder.ts';
import { isEventStream } from './eventStream.ts';
import type { EventStreamState } from './eventStream.ts';
import { membersOf } from './headerFields.ts';
import type { ResponseHead } from './hop.ts';
import { ServerSentEvents } from './serverSentEvents.ts';

/** A body that grows beyond both is a bomb rather than a page. */
const INFLATED_LIMIT_BYTES = 256 * 1024 * 1024;
const INFLATED_LIMIT_RATIO = 100;

const NOTHING = new Uint8Array(0);

/** Decodes the body of one response into the recording and counts both sizes. */
export class BodyReceiver {
  /** Content-Encoding that is undone, or `identity`. */
  readonly encoding: string;
  readonly #sink: ExchangeSink;
  readonly #copy: BodyCopy | undefined;
  readonly #decoder: ContentDecoder | null;
  readonly #events: ServerSentEvents | null;
  /** Wire bytes for which no decoded chunk has come yet. */
  #pendingWireBytes = 0;
  #wireBytes = 0;
  #bytes = 0;
  #bomb: WireError | null = null;
  /** The copy takes no more until then. */
  #copying: Promise<void> | null = null;

  constructor(
    head: ResponseHead,
    sink: ExchangeSink,
    connection: number,
    { eventStream, copy }: { eventStream: EventStreamState; copy: BodyCopy | undefined },
  ) {
    const codings = codingsOf(head);
    this.#sink = sink;
    this.#copy = copy;
    this.encoding = codings.length === 0 ? 'identity' : codings.join(', ');
    this.#decoder =
      codings.length === 0 ? null : new ContentDecoder(codings, (chunk) => this.#decoded(chunk));
    this.#events = isEventStream(head)
      ? new ServerSentEvents((event) => sink.emit(event, connection), eventStream)
      : null;
  }

  /**
   * Takes body bytes as they came, and where they stand in the connection's byte log; where a promise comes back, more is
   * welcome when it resolves. Throws `WB_HTTP_INFLATES_TOO_MUCH` once the body has grown beyond measure.
   */
  data(chunk: Buffer, offset: number | null): Promise<void> | null {
    if (this.#bomb !== null) throw this.#bomb;
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
      if (cause instanceof WireError) throw cause;
      const params = { encoding: this.encoding, section: 'RFC 9110 §8.4' };
      throw new WireError('WB_HTTP_BAD_ENCODING', 'receive', { cause, params });
    } finally {
      this.#ended();
    }
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
    if (this.#bomb !== null || this.#bytes <= INFLATED_LIMIT_BYTES) return;
    if (this.#bytes <= this.#wireBytes * INFLATED_LIMIT_RATIO) return;
    const limit = `${INFLATED_LIMIT_BYTES / 1024 / 1024} MiB`;
    const params = { received: `${this.#wireBytes} bytes`, limit, encoding: this.encoding };
    this.#bomb = new WireError('WB_HTTP_INFLATES_TOO_MUCH', 'receive', { params });
    decoder.stop(this.#bomb);
  }
}

/**
 * Content codings, then transfer codings other than chunked (RFC 9112 §7), in the order in which they were applied;
 * none where one of them is unknown.
 */
function codingsOf(head: ResponseHead): string[] {
  const content = membersOf(head.headers, 'content-encoding');
  const transfer = membersOf(head.headers, 'transfer-encoding');
  if (content.length + transfer.length === 0) return [];
  const codings = [...content, ...transfer].filter(
    (coding) => coding !== 'identity' && coding !== 'chunked',
  );
  return canDecode(codings) ? codings : [];
}
