import type { TokenAnswer } from '../core/auth/oauth/tokenRequest.ts';
import type { Disposable } from './disposable.ts';
import type { ExchangeValue } from '../core/recording/exchangeValue.ts';
import type { EventsWindow, RecordingSettings } from '../core/recording/recording.ts';
import type { PreparedRequest, UnpreparedRequest } from '../core/runner/preparedRequest.ts';
import type { ValueSelector } from '../core/variables/responseReference.ts';
import type { ScriptResult, ScriptRun, ScriptGlobals } from '../core/scripts/script.ts';
import type { CookieSelection, CookieView } from '../protocol/cookies.ts';
import type { ConnectionView } from '../protocol/connectionView.ts';
import type { ExchangeSummary, ExchangeView } from '../protocol/exchange.ts';
import type { LanesView, RunChoice } from '../protocol/lanes.ts';
import type {
  PayloadRef,
  PayloadSlice,
  RowDetail,
  RowSource,
  RowsQuery,
  RowsWindow,
} from '../protocol/rows.ts';

/** A message to send on an open WebSocket. */
export type OutgoingMessage =
  { type: 'text'; text: string } | { type: 'binary'; bytes: Uint8Array };

/**
 * The engine: sends requests, holds the recording, answers questions about it. The same interface in the worker
 * (host) and in-process (command line, tests). Every method rejects with a `WireError` whose code says why.
 */
export interface Engine {
  /** Starts an exchange; resolves with its id as soon as it is recorded, before anything is sent. */
  start(request: PreparedRequest): Promise<number>;
  /**
   * Asks an authorization server for tokens and resolves with its answer when the exchange is over. The tokens in
   * the body are hidden in the recording.
   */
  requestToken(request: PreparedRequest): Promise<TokenAnswer & { exchange: number }>;
  /** Records an exchange that failed in preparation. */
  fail(request: UnpreparedRequest): Promise<number>;
  /** Stops an exchange: aborts HTTP, closes a WebSocket with 1000, or destroys the socket of one that is not open yet. */
  cancel(exchange: number): Promise<void>;
  sendMessage(exchange: number, message: OutgoingMessage): Promise<void>;
  ping(exchange: number, payload: Uint8Array): Promise<void>;
  /** Begins the closing handshake (RFC 6455 §7.1.2). */
  close(exchange: number, code: number, reason: string): Promise<void>;
  /** Resolves when the exchange is over. */
  finished(exchange: number): Promise<ExchangeSummary>;
  /** Drops an exchange that is over from the recording. */
  forget(exchange: number): Promise<void>;
  /** Closes idle sockets, forgets cookies and `client.global`. */
  reset(): Promise<void>;

  /** Runs a script of a request in the sandbox; `client.global` outlives it. Never rejects for what the script does. */
  runScript(run: Omit<ScriptRun, 'globals'>): Promise<ScriptResult>;
  /** `client.global` as it stands. */
  scriptGlobals(): Promise<ScriptGlobals>;
  /** The cookies of all environments; without their values while secrets are hidden. */
  cookies(): Promise<CookieView[]>;
  /** Forgets the cookies that are selected; all of them without a condition. */
  deleteCookies(selection: CookieSelection): Promise<void>;

  summaries(): Promise<ExchangeSummary[]>;
  exchange(exchange: number): Promise<ExchangeView | null>;
  /** What the conversation of an exchange captured, by name; not masked: for the variables of later requests. */
  captures(exchange: number): Promise<Record<string, string>>;
  connection(connection: number): Promise<ConnectionView | null>;
  connections(): Promise<ConnectionView[]>;
  /** The sockets of a run and what they carried. */
  lanes(run: RunChoice): Promise<LanesView>;
  rows(query: RowsQuery): Promise<RowsWindow>;
  row(exchange: number, source: RowSource, row: number): Promise<RowDetail | null>;
  payload(ref: PayloadRef, offset: number, lengthBytes: number): Promise<PayloadSlice>;
  /** At most `count` events from the `from`-th on; a response body up to `bodyLimitBytes` (1 MiB). */
  events(
    exchange: number,
    from: number,
    count: number,
    bodyLimitBytes?: number,
  ): Promise<EventsWindow>;

  /**
   * A value of an exchange for a later request, as it was on the wire, never masked; `null` where the exchange is gone.
   * `expression` is what the user wrote, for the failure.
   */
  value(
    exchange: number,
    selector: ValueSelector,
    expression: string,
  ): Promise<ExchangeValue | null>;

  /** How much is kept, and whether secrets show. */
  configure(settings: RecordingSettings): Promise<void>;
  /** Summaries of what has changed since the last call, at most every 50 ms. */
  onDidChange(listener: (changed: ExchangeSummary[]) => void): Disposable;
  /** Closes every socket (WebSocket with 1001) and ends. */
  dispose(): Promise<void>;
}
