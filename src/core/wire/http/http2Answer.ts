import type { HeaderField } from '../wireFacts.ts';
import { valueOf } from './headerFields.ts';
import type { HopListener, ResponseHead } from './hop.ts';
import { assertTrailers } from './trailerFields.ts';

/** A message that breaks RFC 9113 §8; its stream is to be reset with PROTOCOL_ERROR. */
export class MalformedAnswer extends Error {}

const FIRST_FINAL_STATUS = 200;
const WITHOUT_CONTENT = new Set([204, 304]);

/** Reads the header blocks and the content of a stream as a response (RFC 9113 §8.1). Their form has been looked at. */
export class Http2Answer {
  /** Of the final response. */
  head: ResponseHead | null = null;
  /** Of content that has come. */
  receivedBytes = 0;
  readonly #method: string;
  readonly #listener: HopListener;
  /** Which content-length has announced. */
  #announcedBytes: number | null = null;

  constructor(method: string, listener: HopListener) {
    this.#method = method;
    this.#listener = listener;
  }

  /** Throws `MalformedAnswer`, and `WB_HTTP_FORBIDDEN_TRAILER`. */
  headers(fields: HeaderField[]): void {
    if (this.head !== null) this.#trailers(fields);
    else this.#head(fields);
  }

  /** Throws `MalformedAnswer` where nothing may come, and what the listener refuses it with. */
  content(bytes: Buffer): Promise<void> | null {
    this.receivedBytes += bytes.length;
    const isTooMuch = this.#announcedBytes !== null && this.receivedBytes > this.#announcedBytes;
    const pause = this.#listener.data(bytes, null);
    if (isTooMuch) throw new MalformedAnswer();
    return pause;
  }

  /** Throws `MalformedAnswer` where something is missing. */
  ended(): void {
    if (this.#announcedBytes !== null && this.receivedBytes < this.#announcedBytes)
      throw new MalformedAnswer();
  }

  #head(fields: HeaderField[]): void {
    const status = Number(valueOf(fields, ':status'));
    if (status < FIRST_FINAL_STATUS) {
      this.#listener.informational(status, fields);
      return;
    }
    // HTTP/2 has no reason phrase (RFC 9113 §8.3.2).
    this.head = { httpVersion: '2', status, reason: '', headers: fields };
    this.#announcedBytes = this.#lengthOf(this.head);
    this.#listener.responseBegins();
    this.#listener.response(this.head);
  }

  #lengthOf({ status, headers }: ResponseHead): number | null {
    const length = valueOf(headers, 'content-length');
    if (length === undefined || this.#method === 'HEAD' || WITHOUT_CONTENT.has(status)) return null;
    if (!/^\d+$/.test(length)) throw new MalformedAnswer();
    return Number(length);
  }

  #trailers(fields: HeaderField[]): void {
    this.#listener.trailers(fields);
    assertTrailers(fields);
  }
}
