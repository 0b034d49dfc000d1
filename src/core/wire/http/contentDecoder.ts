import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';

/** A chain longer than this is no use to anybody. */
const CODINGS_LIMIT = 5;
/** RFC 9659 §3: a window of 8 MB is enough for content codings, more is refused. */
const ZSTD_WINDOW_LOG = 23;

const DECODERS: Record<string, (first: Buffer) => Transform> = {
  gzip: () => zlib.createGunzip(),
  'x-gzip': () => zlib.createGunzip(),
  deflate: (first) => (hasZlibHeader(first) ? zlib.createInflate() : zlib.createInflateRaw()),
  br: () => zlib.createBrotliDecompress(),
  zstd: () =>
    zlib.createZstdDecompress({
      params: { [zlib.constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG },
    }),
};

/** Whether all of these codings, as Content-Encoding lists them, can be undone. */
export function canDecode(codings: readonly string[]): boolean {
  return codings.length <= CODINGS_LIMIT && codings.every((coding) => coding in DECODERS);
}

/** Who is told what comes out, and, once, that no more can. */
interface DecoderListener {
  decoded(chunk: Buffer): void;
  /** With zlib's error, or that of `stop`. */
  failed(error: Error): void;
}

/** Undoes content codings as a stream (RFC 9110 §8.4). Holds no more than one block of each decoder. */
export class ContentDecoder {
  readonly #codings: readonly string[];
  readonly #listener: DecoderListener;
  readonly #finished = Promise.withResolvers<void>();
  #first: Transform | null = null;
  /** Until the first stage takes more, or nothing any more. */
  #wait: PromiseWithResolvers<void> | null = null;

  /** `codings` in the order in which they were applied. */
  constructor(codings: readonly string[], listener: DecoderListener) {
    this.#codings = codings;
    this.#listener = listener;
    // Whether anybody waits for the end yet or not, a broken body must not end the process.
    this.#finished.promise.catch(() => undefined);
  }

  /** Takes encoded bytes; where a promise comes back, more is welcome when it resolves. */
  write(chunk: Buffer): Promise<void> | null {
    this.#first ??= this.#build(chunk);
    const first = this.#first;
    if (first.destroyed || first.write(chunk)) return null;
    this.#wait ??= Promise.withResolvers();
    return this.#wait.promise;
  }

  /** No more bytes: resolves when all is decoded, rejects with zlib's error where the body was no such thing. */
  end(): Promise<void> {
    if (this.#first === null) return Promise.resolve();
    this.#first.end();
    return this.#finished.promise;
  }

  /** Decodes no more; the end fails with this. */
  stop(error: Error): void {
    this.#finished.reject(error);
    this.#first?.destroy(error);
  }

  /** The coding applied last is undone first. */
  #build(firstBytes: Buffer): Transform {
    const stages = this.#codings.toReversed().map((coding) => DECODERS[coding]!(firstBytes));
    for (const stage of stages) {
      stage.on('error', (error) => {
        this.#finished.reject(error);
        for (const each of stages) each.destroy();
        this.#listener.failed(error);
      });
    }
    stages[0]!.on('drain', () => this.#goOn()).once('close', () => this.#goOn());
    const last = stages.reduce((from, to) => from.pipe(to));
    last.on('data', (chunk: Buffer) => this.#listener.decoded(chunk));
    last.once('end', () => this.#finished.resolve());
    return stages[0]!;
  }

  #goOn(): void {
    this.#wait?.resolve();
    this.#wait = null;
  }
}

/** "deflate" is the zlib format, but some servers send it raw (RFC 9110 §8.4.1.2); RFC 1950 §2.2 tells them apart. */
function hasZlibHeader(first: Buffer): boolean {
  const isDeflate = (first[0]! & 0x0f) === 8;
  return isDeflate && (first.length < 2 || first.readUInt16BE(0) % 31 === 0);
}
