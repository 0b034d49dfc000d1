import type { HeaderField } from '../wireFacts.ts';
import { valueOf } from './headerFields.ts';
import type { HopListener, ResponseHead } from './hop.ts';
import { assertTrailers } from './trailerFields.ts';

/** A message that breaks RFC 9113 §8; its stream is to be reset with PROTOCOL_ERROR. */
export class MalformedAnswer extends Error {}

const FIRST_FINAL_STATUS = 200;
const SWITCHING_PROTOCOLS = 101;
const STATUS = /^[1-9]\d\d$/;
/** RFC 9110 §5.6.2, RFC 9113 §8.2.1. */
const LOWER_CASE_TOKEN = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
/** Fields of one connection (RFC 9113 §8.2.2). */
const OF_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);
const WITHOUT_CONTENT = new Set([204, 304]);

/** Reads the header blocks and the content of a stream as a response (RFC 9113 §8.1). */
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
  headers(fields: HeaderField[], ends: boolean): void {
    if (this.head !== null) this.#trailers(fields, ends);
    else this.#head(fields, ends);
  }

  /** Throws `MalformedAnswer` where nothing may come, and what the listener refuses it with. */
  content(bytes: Buffer): Promise<void> | null {
    if (this.head === null) throw new MalformedAnswer();
    this.receivedBytes += bytes.length;
    const isTooMuch = this.#announcedBytes !== null && this.receivedBytes > this.#announcedBytes;
    const pause = this.#listener.data(bytes, null);
    if (isTooMuch) throw new MalformedAnswer();
    return pause;
  }

  /** Throws `MalformedAnswer` where something is missing. */
  ended(): void {
    if (this.head === null) throw new MalformedAnswer();
    if (this.#announcedBytes !== null && this.receivedBytes < this.#announcedBytes)
      throw new MalformedAnswer();
  }

  #head(fields: HeaderField[], ends: boolean): void {
    const status = statusOf(fields);
    if (status === SWITCHING_PROTOCOLS) throw new MalformedAnswer();
    if (status < FIRST_FINAL_STATUS) {
      if (ends) throw new MalformedAnswer();
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

  #trailers(fields: HeaderField[], ends: boolean): void {
    if (!ends || fields.some(([name]) => !isRegular(name))) throw new MalformedAnswer();
    this.#listener.trailers(fields);
    assertTrailers(fields);
  }
}

/** Of a head that is one: a status first and once, then fields in lower case that belong to the message. */
function statusOf(fields: readonly HeaderField[]): number {
  const first = fields[0];
  if (first?.[0] !== ':status' || !STATUS.test(first[1])) throw new MalformedAnswer();
  for (let index = 1; index < fields.length; index++) {
    if (!isRegular(fields[index]![0])) throw new MalformedAnswer();
  }
  return Number(first[1]);
}

function isRegular(name: string): boolean {
  return LOWER_CASE_TOKEN.test(name) && !OF_CONNECTION.has(name);
}
