import { WireError } from '../../errors/wireError.ts';
import type { HeaderField } from '../wireFacts.ts';
import type { BodyFraming } from './bodyFraming.ts';
import { framingOf } from './bodyFraming.ts';
import { ChunkedBody } from './chunkedBody.ts';
import { HeaderBlock } from './headerBlock.ts';
import { assertTrailers } from './trailerFields.ts';
import { membersOf } from './headerFields.ts';
import type { ResponseHead } from './hop.ts';
import { LineReader } from './lineReader.ts';
import { SWITCHING_PROTOCOLS } from './protocolSwitch.ts';
import type { StatusLine } from './statusLine.ts';
import {
  beginsTlsRecord,
  malformedStatusLine,
  mayBeginStatusLine,
  parseStatusLine,
  STATUS_LINE_BEGINNING_BYTES,
} from './statusLine.ts';

/** Bytes of status line and headers of one response, interim ones and trailers each counted anew. */
export const HEADERS_LIMIT_BYTES = 256 * 1024;

/** What a parser finds, in wire order. */
export interface ResponseListener {
  informational(status: number, headers: HeaderField[]): void;
  responseBegins(): void;
  response(head: ResponseHead): void;
  /** A chunk begins: where its size line stands, counted from the first byte of the response. */
  chunk(start: number, headerBytes: number, sizeBytes: number): void;
  /**
   * A slice of the chunk that was put in, and where it stands, counted from the first byte of the response: `null` where
   * framing comes between the slices of a body.
   */
  data(chunk: Buffer, start: number | null): void;
  /** Fields behind a chunked body. */
  trailers(headers: HeaderField[]): void;
}

type State = 'statusLine' | 'headers' | 'length' | 'chunks' | 'close' | 'trailers' | 'done';

/** Reads the response to one HTTP/1.1 request (RFC 9112), interim responses included. Faults are thrown. */
export class ResponseParser {
  readonly #method: string;
  readonly #listener: ResponseListener;
  readonly #lines = new LineReader();
  #state: State = 'statusLine';
  #block = new HeaderBlock();
  #headBytes = 0;
  #beginningChecked = false;
  #statusLine: StatusLine | null = null;
  #head: ResponseHead | null = null;
  #framing: BodyFraming = { by: 'none' };
  #remaining = 0;
  #chunked: ChunkedBody | null = null;
  #bodyBytes = 0;
  /** Bytes of the response before those that are being read. */
  #taken = 0;

  constructor(method: string, listener: ResponseListener) {
    this.#method = method;
    this.#listener = listener;
  }

  /** The response is complete. */
  get done(): boolean {
    return this.#state === 'done';
  }

  /** Whether the connection stays open after this response (RFC 9112 §9.3). */
  get keepsAlive(): boolean {
    if (this.#head === null || this.#framing.by === 'close') return false;
    if (this.#head.status === SWITCHING_PROTOCOLS) return false;
    const options = membersOf(this.#head.headers, 'connection');
    if (options.includes('close')) return false;
    return this.#head.httpVersion !== '1.0' || options.includes('keep-alive');
  }

  /** What says where the body ends (RFC 9112 §6.3). */
  get endsBy(): string {
    if (this.#framing.by === 'length') return `Content-Length: ${this.#framing.lengthBytes}`;
    if (this.#framing.by === 'chunks') return 'Transfer-Encoding: chunked';
    return this.#method === 'HEAD' ? 'HEAD' : `${this.#head?.status}`;
  }

  /** The bytes behind this response may be those of another protocol (RFC 9110 §7.8, §9.3.6). */
  get switchesProtocol(): boolean {
    const status = this.#head?.status ?? 0;
    return status === SWITCHING_PROTOCOLS || (this.#method === 'CONNECT' && status < 300);
  }

  /** Takes the next bytes; returns how many of them belong to this response. */
  read(chunk: Buffer): number {
    let offset = 0;
    while (offset < chunk.length && this.#state !== 'done') offset = this.#step(chunk, offset);
    this.#taken += offset;
    return offset;
  }

  /** The peer has closed its side: the end of a body that is framed so, else a fault. */
  finish(): void {
    if (this.#state === 'close') this.#state = 'done';
    if (this.#state === 'done') return;
    if (this.#state === 'statusLine' && this.#lines.heldBytes === 0) {
      throw new WireError('WB_HTTP_CLOSED_BEFORE_RESPONSE', 'wait');
    }
    if (this.#head === null) throw new WireError('WB_HTTP_CLOSED_IN_HEADERS', this.#phase);
    throw new WireError('WB_HTTP_CLOSED_IN_BODY', 'receive', { params: this.#shortfall() });
  }

  /** What is under way: the response has begun when the status line of the final one is there. */
  get #phase(): 'wait' | 'receive' {
    const hasBegun = this.#state !== 'statusLine' && isFinal(this.#statusLine?.status ?? 0);
    return hasBegun ? 'receive' : 'wait';
  }

  #step(chunk: Buffer, offset: number): number {
    switch (this.#state) {
      case 'length':
        return this.#readLength(chunk, offset);
      case 'chunks':
        return this.#readChunks(chunk, offset);
      case 'close':
        this.#data(offset === 0 ? chunk : chunk.subarray(offset), this.#taken + offset);
        return chunk.length;
      default:
        return this.#readLine(chunk, offset);
    }
  }

  #readLine(chunk: Buffer, offset: number): number {
    const line = this.#lines.next(chunk, offset);
    const end = this.#lines.offset;
    this.#countHead(end - offset);
    if (line === null) this.#checkBeginning();
    else if (this.#state === 'statusLine') this.#readStatusLine(line);
    else if (line !== '') this.#block.addLine(line);
    else if (this.#state === 'trailers') this.#endTrailers();
    else this.#endHead();
    return end;
  }

  #countHead(bytes: number): void {
    this.#headBytes += bytes;
    if (this.#headBytes <= HEADERS_LIMIT_BYTES) return;
    throw new WireError('WB_HTTP_HEADERS_TOO_LARGE', this.#phase, {
      params: { limit: `${HEADERS_LIMIT_BYTES / 1024} KiB` },
    });
  }

  /** What cannot become a status line is refused at once: its line might never end. */
  #checkBeginning(): void {
    if (this.#state !== 'statusLine' || this.#beginningChecked) return;
    const held = this.#lines.held;
    if (beginsTlsRecord(held)) {
      if (held.length >= 2) throw new WireError('WB_HTTP_PLAIN_ON_TLS_PORT', 'wait');
    } else if (!mayBeginStatusLine(held)) {
      throw malformedStatusLine(held);
    }
    this.#beginningChecked = held.length >= STATUS_LINE_BEGINNING_BYTES;
  }

  #readStatusLine(line: string): void {
    if (!line.startsWith('HTTP/') && beginsTlsRecord(Buffer.from(line, 'latin1'))) {
      throw new WireError('WB_HTTP_PLAIN_ON_TLS_PORT', 'wait');
    }
    this.#statusLine = parseStatusLine(line);
    if (isFinal(this.#statusLine.status)) this.#listener.responseBegins();
    this.#state = 'headers';
  }

  #endHead(): void {
    const { httpVersion, status, reason } = this.#statusLine!;
    // A list that has grown has room for many more, and this one is kept.
    const headers = this.#block.fields.slice();
    this.#block = new HeaderBlock();
    // Interim responses count towards the limit together: a server may send them without end.
    if (!isFinal(status)) {
      this.#state = 'statusLine';
      this.#listener.informational(status, headers);
      return;
    }
    this.#headBytes = 0;
    this.#head = { httpVersion, status, reason, headers };
    this.#listener.response(this.#head);
    this.#beginBody(framingOf(this.#method, status, headers));
  }

  #endTrailers(): void {
    this.#state = 'done';
    const { fields } = this.#block;
    if (fields.length > 0) this.#listener.trailers(fields);
    assertTrailers(fields);
  }

  #beginBody(framing: BodyFraming): void {
    this.#framing = framing;
    if (framing.by === 'length') this.#remaining = framing.lengthBytes;
    if (framing.by === 'none' || (framing.by === 'length' && this.#remaining === 0)) {
      this.#state = 'done';
    } else {
      this.#state = framing.by;
    }
  }

  #readLength(chunk: Buffer, offset: number): number {
    const end = Math.min(chunk.length, offset + this.#remaining);
    this.#remaining -= end - offset;
    const isWhole = offset === 0 && end === chunk.length;
    this.#data(isWhole ? chunk : chunk.subarray(offset, end), this.#taken + offset);
    if (this.#remaining === 0) this.#state = 'done';
    return end;
  }

  #readChunks(chunk: Buffer, offset: number): number {
    this.#chunked ??= this.#beginChunks();
    const end = this.#chunked.read(chunk, offset);
    if (this.#chunked.done) this.#state = 'trailers';
    return end;
  }

  #beginChunks(): ChunkedBody {
    return new ChunkedBody({
      chunkBegins: (sizeBytes, headerBytes, end) =>
        this.#listener.chunk(this.#taken + end - headerBytes, headerBytes, sizeBytes),
      chunkData: (data) => this.#data(data, null),
    });
  }

  #data(data: Buffer, start: number | null): void {
    this.#bodyBytes += data.length;
    this.#listener.data(data, start);
  }

  #shortfall(): Record<string, string> {
    const expected =
      this.#framing.by === 'length'
        ? `${this.#framing.lengthBytes} bytes`
        : 'an unfinished chunked body';
    return { received: `${this.#bodyBytes} bytes`, expected, section: 'RFC 9112 §8' };
  }
}

/** Interim responses are 1xx, but 101 is the last one of its protocol (RFC 9110 §15.2). */
function isFinal(status: number): boolean {
  return status >= 200 || status === SWITCHING_PROTOCOLS;
}
