import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';
import { constants } from 'node:http2';
import { WireError } from '../../errors/wireError.ts';
import type { HeaderField } from '../wireFacts.ts';
import type { Hop, HopListener } from './hop.ts';
import {
  http2Head,
  http2ResponseHead,
  incomingFields,
  outgoingHeaders,
  pairsOf,
} from './http2Head.ts';
import type { StreamEnd } from './http2Failure.ts';
import { resetStream } from './resetStream.ts';
import { bodyChunks } from './requestBody.ts';
import { assertTrailers } from './trailerFields.ts';
import type { StopSignal } from '../stop.ts';

/** Finds out why a stream has not ended well. */
type ExplainStream = (end: StreamEnd) => WireError;

/** One request and its response on a stream of a session. */
export class Http2Exchange {
  /** 0 until it is known. */
  streamId = 0;
  readonly #session: ClientHttp2Session;
  readonly #hop: Hop;
  readonly #listener: HopListener;
  readonly #explain: ExplainStream;
  readonly #done = Promise.withResolvers<void>();
  #progress: 'send' | 'wait' | 'receive' = 'send';
  #hasEnded = false;
  #receivedBytes = 0;

  constructor(
    session: ClientHttp2Session,
    hop: Hop,
    listener: HopListener,
    explain: ExplainStream,
  ) {
    this.#explain = explain;
    this.#session = session;
    this.#hop = hop;
    this.#listener = listener;
  }

  /** Sends, then waits for the response. Rejects with a `WireError`. */
  async run(signal: StopSignal): Promise<void> {
    const stream = this.#open();
    const stop = (): void => {
      this.#done.reject(new WireError('WB_CANCELLED', this.#progress));
      resetStream(stream, constants.NGHTTP2_CANCEL);
    };
    this.#listen(stream);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    try {
      this.#tellStream(stream);
      void this.#send(stream);
      await this.#done.promise;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  #open(): ClientHttp2Stream {
    const head = http2Head(this.#hop);
    this.#listener.sending(head);
    try {
      const endStream = this.#hop.bodyBytes === 0;
      return this.#session.request(outgoingHeaders(head), { endStream });
    } catch (cause) {
      const refusal = cause as NodeJS.ErrnoException;
      const code = refusal.code?.startsWith('ERR_HTTP2_') ? refusal.code : 'unknown';
      throw new WireError('WB_HTTP2_FAILED', 'send', {
        cause,
        params: { reason: code === 'unknown' ? refusal.message : code },
      });
    }
  }

  /** The id is only known when the session is ready; nothing has left before that. */
  #tellStream(stream: ClientHttp2Stream): void {
    const tell = (id: number): void => {
      this.streamId = id;
      this.#listener.stream(id);
    };
    if (stream.id !== undefined) tell(stream.id);
    else stream.once('ready', () => tell(stream.id!));
  }

  async #send(stream: ClientHttp2Stream): Promise<void> {
    try {
      if (this.#hop.bodyBytes > 0) {
        for await (const chunk of bodyChunks(this.#hop.body)) await write(stream, chunk);
        stream.end();
      }
      if (this.#progress !== 'send') return;
      this.#progress = 'wait';
      this.#listener.sent();
    } catch (error) {
      this.#fail(stream, error);
      // Without its end, the server would wait for the rest of the body.
      resetStream(stream, constants.NGHTTP2_CANCEL);
    }
  }

  #listen(stream: ClientHttp2Stream): void {
    stream.on('headers', (headers, _flags, raw?: string[]) => {
      const fields = incomingFields(raw ?? pairsOf(headers));
      this.#listener.informational(Number(headers[':status']), fields);
    });
    stream.once('response', (headers, _flags, raw?: string[]) => {
      this.#listener.responseBegins();
      this.#progress = 'receive';
      this.#listener.response(http2ResponseHead(raw ?? pairsOf(headers)));
      // Not before: data that came with the headers would be emitted ahead of them.
      stream.on('data', (chunk: Buffer) => this.#data(stream, chunk));
    });
    stream.once('trailers', (headers, _flags, raw?: string[]) => {
      this.#trailers(stream, incomingFields(raw ?? pairsOf(headers)));
    });
    stream.once('end', () => (this.#hasEnded = true));
    stream.once('error', (error: Error) => this.#fail(stream, error));
    stream.once('close', () => this.#closed(stream));
  }

  #data(stream: ClientHttp2Stream, chunk: Buffer): void {
    this.#receivedBytes += chunk.length;
    const pause = this.#taken(stream, chunk);
    if (pause === null) return;
    stream.pause();
    void pause.then(() => stream.resume());
  }

  /** A body that is refused ends its stream. */
  #taken(stream: ClientHttp2Stream, chunk: Buffer): Promise<void> | null {
    try {
      return this.#listener.data(chunk);
    } catch (error) {
      this.#done.reject(error);
      resetStream(stream, constants.NGHTTP2_CANCEL);
      return null;
    }
  }

  /** A server may end a stream it has answered with NO_ERROR before the request was read (RFC 9113 §8.1). */
  #closed(stream: ClientHttp2Stream): void {
    const code = stream.rstCode;
    const isWell = code === undefined || code === constants.NGHTTP2_NO_ERROR;
    if (this.#hasEnded && this.#progress === 'receive' && isWell) this.#done.resolve();
    else this.#fail(stream, null);
  }

  #fail(stream: ClientHttp2Stream, cause: unknown): void {
    if (cause instanceof WireError) this.#done.reject(cause);
    else this.#done.reject(this.#explain(this.#end(stream)));
  }

  #end({ id = 0, rstCode }: ClientHttp2Stream): StreamEnd {
    const { NGHTTP2_NO_ERROR } = constants;
    return {
      stream: id,
      progress: this.#progress,
      receivedBytes: this.#receivedBytes,
      resetCode: rstCode ?? NGHTTP2_NO_ERROR,
    };
  }

  #trailers(stream: ClientHttp2Stream, fields: HeaderField[]): void {
    this.#listener.trailers(fields);
    try {
      assertTrailers(fields);
    } catch (error) {
      this.#done.reject(error);
      resetStream(stream, constants.NGHTTP2_PROTOCOL_ERROR);
    }
  }
}

function write(stream: ClientHttp2Stream, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
}
