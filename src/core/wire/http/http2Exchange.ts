import { WireError } from '../../errors/wireError.ts';
import { Http2Error } from '../http2/errorCode.ts';
import type { Http2Session } from '../http2/session.ts';
import type { Http2Stream, StreamHandler } from '../http2/stream.ts';
import type { StopSignal } from '../stop.ts';
import type { HeaderField } from '../wireFacts.ts';
import type { Hop, HopListener } from './hop.ts';
import { Http2Answer, MalformedAnswer } from './http2Answer.ts';
import type { StreamEnd } from './http2Failure.ts';
import { http2Head } from './http2Head.ts';
import { bodyChunks, bodyInMemory } from './requestBody.ts';

const NOTHING = new Uint8Array(0);

/** Finds out why a stream has not ended well. */
type ExplainStream = (end: StreamEnd) => WireError;

/** One request and its response on a stream of a session. */
export class Http2Exchange implements StreamHandler {
  readonly #session: Http2Session;
  readonly #hop: Hop;
  readonly #listener: HopListener;
  readonly #explain: ExplainStream;
  readonly #answer: Http2Answer;
  readonly #done = Promise.withResolvers<void>();
  #stream: Http2Stream | null = null;
  #progress: 'send' | 'wait' | 'receive' = 'send';
  #hasEnded = false;

  constructor(session: Http2Session, hop: Hop, listener: HopListener, explain: ExplainStream) {
    this.#session = session;
    this.#hop = hop;
    this.#listener = listener;
    this.#explain = explain;
    this.#answer = new Http2Answer(hop.method, listener);
  }

  /** 0 where none was opened. */
  get streamId(): number {
    return this.#stream?.id ?? 0;
  }

  /** Sends, then waits for the response; `over` is to be called after that. Rejects with a `WireError`. */
  run(signal: StopSignal): Promise<void> {
    this.#listener.begins((failure) => this.#refuse(failure, Http2Error.cancel));
    if (signal.aborted) {
      this.#stop();
    } else {
      signal.addEventListener('abort', this.#stop);
      this.#send();
    }
    return this.#done.promise;
  }

  /** Nothing can stop it any more. */
  over(signal: StopSignal): void {
    signal.removeEventListener('abort', this.#stop);
  }

  headers(fields: HeaderField[]): void {
    try {
      this.#answer.headers(fields);
    } catch (error) {
      this.#refuse(error, Http2Error.protocolError);
    }
    if (this.#answer.head !== null) this.#progress = 'receive';
  }

  content(bytes: Buffer): Promise<void> | null {
    try {
      return this.#answer.content(bytes);
    } catch (error) {
      const isMalformed = error instanceof MalformedAnswer;
      this.#refuse(error, isMalformed ? Http2Error.protocolError : Http2Error.cancel);
      return null;
    }
  }

  ended(): void {
    try {
      this.#answer.ended();
      this.#hasEnded = true;
    } catch (error) {
      this.#refuse(error, Http2Error.protocolError);
    }
  }

  /** A server may end a stream it has answered with NO_ERROR before the request was read (RFC 9113 §8.1). */
  closed(code: number): void {
    if (this.#hasEnded && code === Http2Error.noError) this.#done.resolve();
    else this.#done.reject(this.#explain(this.#end(code)));
  }

  readonly #stop = (): void => {
    this.#done.reject(new WireError('WB_CANCELLED', this.#progress));
    this.#stream?.reset(Http2Error.cancel);
  };

  #send(): void {
    const head = http2Head(this.#hop);
    const isEmpty = this.#hop.bodyBytes === 0;
    this.#listener.sending(head);
    const stream = this.#session.open(
      head.headers,
      isEmpty,
      this,
      isEmpty ? this.#sent : undefined,
    );
    this.#stream = stream;
    this.#listener.stream(stream.id);
    if (!isEmpty) void this.#sendBody(stream);
  }

  async #sendBody(stream: Http2Stream): Promise<void> {
    try {
      const body = bodyInMemory(this.#hop.body);
      const isSent = body === null ? await this.#sendFiles(stream) : await stream.write(body, true);
      if (isSent) this.#sent();
    } catch (error) {
      // Without its end, the server would wait for the rest of the body.
      this.#refuse(error, Http2Error.cancel);
    }
  }

  async #sendFiles(stream: Http2Stream): Promise<boolean> {
    for await (const chunk of bodyChunks(this.#hop.body)) {
      if (!(await stream.write(chunk, false))) return false;
    }
    return stream.write(NOTHING, true);
  }

  readonly #sent = (): void => {
    if (this.#progress !== 'send') return;
    this.#progress = 'wait';
    this.#listener.sent();
  };

  #refuse(error: unknown, code: number): void {
    if (error instanceof MalformedAnswer) this.#done.reject(this.#explain(this.#end(code)));
    else this.#done.reject(error);
    this.#stream?.reset(code);
  }

  #end(resetCode: number): StreamEnd {
    return {
      stream: this.streamId,
      progress: this.#progress,
      receivedBytes: this.#answer.receivedBytes,
      resetCode,
    };
  }
}
