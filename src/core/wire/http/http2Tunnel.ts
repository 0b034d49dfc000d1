import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';
import { constants } from 'node:http2';
import { WireError } from '../../errors/wireError.ts';
import type { HopListener, RequestHead, ResponseHead } from './hop.ts';
import type { StreamEnd } from './http2Failure.ts';
import { http2ResponseHead, incomingFields, outgoingHeaders, pairsOf } from './http2Head.ts';
import { resetStream } from './resetStream.ts';
import type { StopSignal } from '../stop.ts';

/** The answer to an extended CONNECT, and the stream that speaks the other protocol; `null` where it was refused. */
export interface TunnelAnswer {
  head: ResponseHead;
  stream: ClientHttp2Stream | null;
}

/** Opens a stream of a session for another protocol (RFC 8441 §4). A refusal is read to its end. */
export class Http2Tunnel {
  readonly #stream: ClientHttp2Stream;
  readonly #listener: HopListener;
  readonly #answer = Promise.withResolvers<TunnelAnswer>();
  #head: ResponseHead | null = null;

  constructor(session: ClientHttp2Session, request: RequestHead, listener: HopListener) {
    this.#listener = listener;
    listener.sending(request);
    this.#stream = session.request(outgoingHeaders(request), { endStream: false });
    this.#listen(this.#stream);
  }

  /** Resolves when the stream is gone. */
  get closed(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#stream.closed && this.#stream.destroyed) resolve();
      else this.#stream.once('close', () => resolve());
    });
  }

  /** 0 until it is known. */
  get streamId(): number {
    return this.#stream.id ?? 0;
  }

  /** Waits for the answer. Rejects with a `WireError` that `explain` finds, or `WB_CANCELLED`. */
  async open(signal: StopSignal, explain: (end: StreamEnd) => WireError): Promise<TunnelAnswer> {
    const stream = this.#stream;
    const stop = (): void => {
      this.#answer.reject(new WireError('WB_CANCELLED', 'upgrade'));
      resetStream(stream, constants.NGHTTP2_CANCEL);
    };
    stream.once('close', () => {
      // A refusal whose body breaks off is still a refusal.
      if (this.#head === null) this.#answer.reject(explain(unanswered(stream)));
      else this.#answer.resolve({ head: this.#head, stream: null });
    });
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await this.#answer.promise;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  #listen(stream: ClientHttp2Stream): void {
    const tell = (): void => {
      this.#listener.stream(stream.id!);
      this.#listener.sent();
    };
    if (stream.id === undefined) stream.once('ready', tell);
    else tell();
    stream.on('headers', (headers, _flags, raw?: string[]) => {
      const fields = incomingFields(raw ?? pairsOf(headers));
      this.#listener.informational(Number(headers[':status']), fields);
    });
    stream.once('response', (headers, _flags, raw?: string[]) => {
      this.#answered(raw ?? pairsOf(headers));
    });
    // Why it broke is found out when it closes.
    stream.on('error', () => undefined);
  }

  #answered(raw: string[]): void {
    const head = http2ResponseHead(raw);
    this.#head = head;
    this.#listener.responseBegins();
    this.#listener.response(head);
    const accepted = head.status >= 200 && head.status < 300;
    if (accepted) this.#answer.resolve({ head, stream: this.#stream });
    else this.#readRefusal(this.#stream);
  }

  #readRefusal(stream: ClientHttp2Stream): void {
    stream.on('data', (chunk: Buffer) => {
      const pause = this.#listener.data(chunk);
      if (pause === null) return;
      stream.pause();
      void pause.then(() => stream.resume());
    });
    stream.once('end', () => resetStream(stream, constants.NGHTTP2_CANCEL));
  }
}

function unanswered({ id, rstCode }: ClientHttp2Stream): StreamEnd {
  return { stream: id ?? 0, progress: 'wait', receivedBytes: 0, resetCode: rstCode };
}
