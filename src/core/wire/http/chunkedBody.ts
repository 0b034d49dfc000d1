import { WireError } from '../../errors/wireError.ts';
import { excerpt } from '../dialer/excerpt.ts';
import { LineReader } from './lineReader.ts';
import { malformed } from './responseFault.ts';

const SIZE_LINE = /^([0-9a-fA-F]{1,12})[ \t]*(?:;.*)?$/s;
const LINE_LIMIT_BYTES = 16 * 1024;
const CRLF_BYTES = 2;
const SECTION = 'RFC 9112 §7.1';

/** What is found in a chunked body, in wire order. */
export interface ChunkListener {
  /** A chunk of this size; its size line of `headerBytes` ends at `end` in the bytes that were put in. */
  chunkBegins(sizeBytes: number, headerBytes: number, end: number): void;
  /** A slice of the bytes that were put in. */
  chunkData(data: Buffer): void;
}

/** Undoes the chunked transfer coding (RFC 9112 §7.1), up to the trailer section, which the owner reads. */
export class ChunkedBody {
  readonly #lines = new LineReader();
  readonly #listener: ChunkListener;
  #state: 'size' | 'data' | 'dataEnd' | 'done' = 'size';
  #sizeBytes = 0;
  #remaining = 0;

  constructor(listener: ChunkListener) {
    this.#listener = listener;
  }

  /** The last chunk has been read; the trailer section follows. */
  get done(): boolean {
    return this.#state === 'done';
  }

  /** Reads from `offset` on; returns the offset behind what it took. Throws `WB_HTTP_MALFORMED_CHUNK`, `WB_HTTP_CHUNK_END`. */
  read(chunk: Buffer, offset: number): number {
    let position = offset;
    while (position < chunk.length && this.#state !== 'done') {
      if (this.#state === 'data') position = this.#readData(chunk, position);
      else position = this.#readLine(chunk, position);
    }
    return position;
  }

  #readData(chunk: Buffer, position: number): number {
    const end = Math.min(chunk.length, position + this.#remaining);
    this.#remaining -= end - position;
    if (this.#remaining === 0) this.#state = 'dataEnd';
    this.#listener.chunkData(
      position === 0 && end === chunk.length ? chunk : chunk.subarray(position, end),
    );
    return end;
  }

  #readLine(chunk: Buffer, position: number): number {
    const line = this.#lines.next(chunk, position);
    if (line === null) this.#checkHeld();
    else if (this.#state === 'size') this.#readSize(line);
    else this.#readDataEnd(line);
    return this.#lines.offset;
  }

  #readSize(line: string): void {
    const match = this.#lines.endedWithCarriageReturn ? SIZE_LINE.exec(line) : null;
    if (match === null) throw malformedChunk(line);
    this.#sizeBytes = Number.parseInt(match[1]!, 16);
    this.#remaining = this.#sizeBytes;
    this.#listener.chunkBegins(this.#remaining, line.length + CRLF_BYTES, this.#lines.offset);
    this.#state = this.#remaining === 0 ? 'done' : 'data';
  }

  #readDataEnd(line: string): void {
    if (!this.#lines.endedWithCarriageReturn) throw this.#unended(`${line}\n`);
    if (line !== '') throw this.#unended(line);
    this.#state = 'size';
  }

  /** After data only CR LF may come, and a size line is short: no need to wait for its end. */
  #checkHeld(): void {
    const { heldBytes } = this.#lines;
    if (this.#state === 'dataEnd' && heldBytes > 1) throw this.#unended(this.#lines.held);
    if (heldBytes > LINE_LIMIT_BYTES) throw malformedChunk(this.#lines.held);
  }

  #unended(received: Buffer | string): WireError {
    const params = { size: String(this.#sizeBytes), excerpt: excerpt(received), section: SECTION };
    return new WireError('WB_HTTP_CHUNK_END', 'receive', { params });
  }
}

function malformedChunk(line: Buffer | string): Error {
  return malformed('WB_HTTP_MALFORMED_CHUNK', 'receive', line, SECTION);
}
