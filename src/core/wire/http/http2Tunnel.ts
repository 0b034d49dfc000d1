import { WireError } from '../../errors/wireError.ts';
import { Http2Error } from '../http2/errorCode.ts';
import type { Http2Session } from '../http2/session.ts';
import type { Http2Stream, StreamHandler } from '../http2/stream.ts';
import type { StopSignal } from '../stop.ts';
import type { HeaderField } from '../wireFacts.ts';
import type { HopListener, RequestHead, ResponseHead } from './hop.ts';
import { Http2Answer } from './http2Answer.ts';
import type { StreamEnd } from './http2Failure.ts';
import { TunnelStream } from './tunnelStream.ts';

/** The answer to an extended CONNECT, and the stream that speaks the other protocol; `null` where it was refused. */
export interface TunnelAnswer {
  head: ResponseHead;
  stream: TunnelStream | null;
}

/** Opens a stream of a session for another protocol (RFC 8441 §4). A refusal is read to its end. */
export class Http2Tunnel implements StreamHandler {
  /** Called when the stream is gone. */
  onClosed: () => void = () => undefined;
  readonly #explain: (end: StreamEnd) => WireError;
  readonly #answer: Http2Answer;
  readonly #stream: Http2Stream;
  readonly #done = Promise.withResolvers<TunnelAnswer>();
  #tunnel: TunnelStream | null = null;

  constructor(
    session: Http2Session,
    request: RequestHead,
    listener: HopListener,
    explain: (end: StreamEnd) => WireError,
  ) {
    this.#explain = explain;
    this.#answer = new Http2Answer(request.method, listener);
    listener.sending(request);
    this.#stream = session.open(request.headers, false, this, () => listener.sent());
    listener.stream(this.#stream.id);
  }

  get streamId(): number {
    return this.#stream.id;
  }

  /** Waits for the answer. Rejects with a `WireError`, also `WB_CANCELLED`. */
  async open(signal: StopSignal): Promise<TunnelAnswer> {
    const stop = (): void => {
      this.#done.reject(new WireError('WB_CANCELLED', 'upgrade'));
      this.#stream.reset(Http2Error.cancel);
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await this.#done.promise;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  headers(fields: HeaderField[]): void {
    this.#attempt(() => this.#answer.headers(fields));
    const { head } = this.#answer;
    if (head === null || this.#tunnel !== null || head.status < 200 || head.status >= 300) return;
    this.#tunnel = new TunnelStream(this.#stream);
    this.#done.resolve({ head, stream: this.#tunnel });
  }

  content(bytes: Buffer): Promise<void> | null {
    if (this.#tunnel !== null) return this.#tunnel.received(bytes);
    return this.#attempt(() => this.#answer.content(bytes)) ?? null;
  }

  ended(): void {
    if (this.#tunnel !== null) this.#tunnel.endReceived();
    else this.#stream.reset(Http2Error.cancel);
  }

  closed(code: number): void {
    const { head, receivedBytes } = this.#answer;
    this.#tunnel?.streamClosed(code);
    // A refusal whose body breaks off is still a refusal.
    if (head !== null) this.#done.resolve({ head, stream: null });
    else
      this.#done.reject(
        this.#explain({
          stream: this.#stream.id,
          progress: 'wait',
          resetCode: code,
          receivedBytes,
        }),
      );
    this.onClosed();
  }

  #attempt<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch {
      this.#stream.reset(Http2Error.protocolError);
      return undefined;
    }
  }
}
