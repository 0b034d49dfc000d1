import { secretsInAnswer } from '../auth/oauth/tokenAnswer.ts';
import type { TokenAnswer } from '../auth/oauth/tokenRequest.ts';
import { WireError } from '../errors/wireError.ts';
import { hasConversation } from '../request-file/methods.ts';
import type { Recording } from '../recording/recording.ts';
import type { ConversationSession } from '../wire/conversation/session.ts';
import { Scripts } from '../scripts/scripts.ts';
import { trustWishesOf } from '../wire/dialer/dialTarget.ts';
import { forgetSessions } from '../wire/dialer/tlsSessions.ts';
import { warmTrust } from '../wire/dialer/trust.ts';
import { CookieJars } from '../wire/http/cookieJars.ts';
import type { HttpContext } from '../wire/http/httpContext.ts';
import { Pools } from '../wire/http/pools.ts';
import { runHttp } from '../wire/http/runHttp.ts';
import type { ExchangeSink } from '../wire/sink.ts';
import { Stop } from '../wire/stop.ts';
import { openRaw } from '../wire/raw/openRaw.ts';
import { openWebSocket } from '../wire/websocket/session.ts';
import { Conclusion } from './conclusion.ts';
import { ResponseFile } from './responseFile.ts';
import type { PreparedRequest, UnpreparedRequest } from './preparedRequest.ts';

/** An exchange that is not over yet, and how to stop it. */
interface LiveExchange {
  /** Resolves, never rejects, when the exchange is over. */
  finished: Promise<void>;
  cancel: () => void;
  /** Stops it because the engine ends. */
  dispose: () => Promise<void>;
  conversation: ConversationSession | null;
}

/** Runs prepared requests, each into its own exchange of the recording, and holds those that are live. */
export class Runner {
  /** The scripts of requests, and what they keep. */
  readonly scripts = new Scripts();
  readonly #recording: Recording;
  readonly #live = new Map<number, LiveExchange>();
  readonly #pools = new Pools();
  readonly cookies = new CookieJars();

  constructor(recording: Recording) {
    this.#recording = recording;
  }

  /** Starts an exchange and returns its id; how it ends is in the recording. */
  start(request: PreparedRequest): number {
    if (/^(?:https|wss|tls):/i.test(request.url))
      warmTrust(trustWishesOf(request.url, request.options));
    const sink = this.#recording.begin(request);
    for (const event of request.told ?? []) sink.emit(event);
    const live = hasConversation(request.kind)
      ? this.#conversation(request, sink)
      : this.#request(request, sink);
    this.#live.set(sink.id, live);
    void live.finished.then(() => this.#live.delete(sink.id));
    return sink.id;
  }

  /** Asks an authorization server for tokens: an exchange like any other, but the tokens in its answer are hidden. */
  async requestToken(request: PreparedRequest): Promise<TokenAnswer & { exchange: number }> {
    const exchange = this.start(request);
    await this.finished(exchange);
    const failure = this.#recording.summary(exchange)?.failure?.code ?? null;
    const answer = this.#recording.takeSecrets(exchange, secretsInAnswer);
    return { exchange, status: answer?.status ?? 0, body: answer?.body ?? '', failure };
  }

  /** Records a request that could not be prepared. */
  fail({ failure, ...request }: UnpreparedRequest): number {
    const sink = this.#recording.begin({ ...request, failure });
    const { code, phase, params } = failure;
    sink.complete('failed', new WireError(code, phase, { params }));
    return sink.id;
  }

  /** Resolves when the exchange is over; at once where it is. */
  finished(exchange: number): Promise<void> {
    return this.#live.get(exchange)?.finished ?? Promise.resolve();
  }

  /** Stops an exchange; one that is over stays as it is. */
  cancel(exchange: number): void {
    this.#live.get(exchange)?.cancel();
  }

  /** The conversation of an exchange. Throws where there is none, or none any more. */
  conversation(exchange: number): ConversationSession {
    const session = this.#live.get(exchange)?.conversation ?? null;
    if (session === null) {
      const params = { reason: 'the connection is not open.' };
      throw new WireError('WB_INVALID_REQUEST', 'prepare', { params });
    }
    return session;
  }

  /** Closes idle sockets, forgets cookies and what scripts keep; live exchanges go on. */
  reset(): void {
    this.#pools.reset();
    forgetSessions();
    this.cookies.clear();
    this.scripts.reset();
  }

  /** Ends everything that is live and closes every socket. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#live.values()].map((live) => live.dispose()));
    this.#pools.dispose();
    await this.scripts.dispose();
  }

  #conclusion(request: PreparedRequest, sink: ExchangeSink): Conclusion {
    const { scripts } = this;
    return new Conclusion(request, { recording: this.#recording, sink, scripts });
  }

  #conversation(request: PreparedRequest, sink: ExchangeSink): LiveExchange {
    const recorder = this.#recording;
    const judge = this.#conclusion(request, sink);
    const cookieJar = this.cookies.of(request.environment ?? null);
    const session =
      request.kind === 'websocket'
        ? openWebSocket(request, sink, { recorder, cookieJar, pools: this.#pools, judge })
        : openRaw(request, sink, recorder, judge);
    return {
      finished: session.finished,
      cancel: () => {
        session.cancel();
        judge.stopJudging();
      },
      dispose: () => {
        judge.stop();
        return session.dispose();
      },
      conversation: session,
    };
  }

  #request(request: PreparedRequest, sink: ExchangeSink): LiveExchange {
    const stop = new Stop();
    const hasConclusion = (request.conclusion?.steps.length ?? 0) > 0;
    const judge = hasConclusion ? this.#conclusion(request, sink) : undefined;
    const cancel = (): void => {
      stop.abort();
      judge?.stop();
    };
    const context: HttpContext = {
      pools: this.#pools,
      cookieJar: this.cookies.of(request.environment ?? null),
      recorder: this.#recording,
      signal: stop,
    };
    if (judge !== undefined) context.judge = judge;
    if (request.saveTo !== undefined) context.copy = new ResponseFile(request.saveTo);
    const finished = runHttp(request, sink, context);
    return {
      finished,
      cancel,
      dispose: async () => {
        cancel();
        await finished;
      },
      conversation: null,
    };
  }
}
