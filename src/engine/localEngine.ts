import type { TokenAnswer } from '../core/auth/oauth/tokenRequest.ts';
import { WireError } from '../core/errors/wireError.ts';
import type { ExchangeValue } from '../core/recording/exchangeValue.ts';
import { Recording } from '../core/recording/recording.ts';
import type { EventsWindow, RecordingSettings } from '../core/recording/recording.ts';
import type { PreparedRequest, UnpreparedRequest } from '../core/runner/preparedRequest.ts';
import type { ValueSelector } from '../core/variables/responseReference.ts';
import { Runner } from '../core/runner/runner.ts';
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
import type { Disposable } from './disposable.ts';
import type { Engine, OutgoingMessage } from './engine.ts';

/** How long news are gathered before they are told. */
const noticeIntervalMs = 50;

/** The engine in this thread. */
export class LocalEngine implements Engine {
  readonly #recording = new Recording();
  readonly #runner = new Runner(this.#recording);
  readonly #listeners = new Set<(changed: ExchangeSummary[]) => void>();
  #showsSecrets = false;
  #noticeTimer: NodeJS.Timeout | null = null;

  constructor() {
    this.#recording.onDidChange(() => {
      this.#noticeTimer ??= setTimeout(() => this.#notify(), noticeIntervalMs);
    });
  }

  async start(request: PreparedRequest): Promise<number> {
    return this.#runner.start(request);
  }

  requestToken(request: PreparedRequest): Promise<TokenAnswer & { exchange: number }> {
    return this.#runner.requestToken(request);
  }

  async fail(request: UnpreparedRequest): Promise<number> {
    return this.#runner.fail(request);
  }

  async cancel(exchange: number): Promise<void> {
    this.#runner.cancel(exchange);
  }

  async sendMessage(exchange: number, message: OutgoingMessage): Promise<void> {
    const data = message.type === 'text' ? message.text : message.bytes;
    await this.#runner.conversation(exchange).send(data);
  }

  async ping(exchange: number, payload: Uint8Array): Promise<void> {
    await this.#runner.conversation(exchange).ping(payload);
  }

  async close(exchange: number, code: number, reason: string): Promise<void> {
    await this.#runner.conversation(exchange).close(code, reason);
  }

  async finished(exchange: number): Promise<ExchangeSummary> {
    await this.#runner.finished(exchange);
    const summary = this.#recording.summary(exchange);
    if (summary === null) {
      const params = { reason: `there is no exchange ${exchange}` };
      throw new WireError('WB_INTERNAL', 'script', { params });
    }
    return summary;
  }

  async forget(exchange: number): Promise<void> {
    this.#recording.forget(exchange);
  }

  async reset(): Promise<void> {
    this.#runner.reset();
  }

  runScript(run: Omit<ScriptRun, 'globals'>): Promise<ScriptResult> {
    return this.#runner.scripts.runScript(run);
  }

  scriptGlobals(): Promise<ScriptGlobals> {
    return this.#runner.scripts.scriptGlobals();
  }

  async cookies(): Promise<CookieView[]> {
    const cookies = this.#runner.cookies.list();
    return this.#showsSecrets ? cookies : cookies.map((cookie) => ({ ...cookie, value: null }));
  }

  async deleteCookies(selection: CookieSelection): Promise<void> {
    this.#runner.cookies.delete(selection);
  }

  async summaries(): Promise<ExchangeSummary[]> {
    return this.#recording.summaries();
  }

  async exchange(exchange: number): Promise<ExchangeView | null> {
    return this.#recording.exchange(exchange);
  }

  async captures(exchange: number): Promise<Record<string, string>> {
    return this.#recording.captures(exchange);
  }

  async connection(connection: number): Promise<ConnectionView | null> {
    return this.#recording.connection(connection);
  }

  async connections(): Promise<ConnectionView[]> {
    return this.#recording.connections();
  }

  async lanes(run: RunChoice): Promise<LanesView> {
    return this.#recording.lanes(run);
  }

  async rows(query: RowsQuery): Promise<RowsWindow> {
    return this.#recording.rows(query);
  }

  async row(exchange: number, source: RowSource, row: number): Promise<RowDetail | null> {
    return this.#recording.row(exchange, source, row);
  }

  async payload(ref: PayloadRef, offset: number, lengthBytes: number): Promise<PayloadSlice> {
    return this.#recording.payload(ref, offset, lengthBytes);
  }

  async events(
    exchange: number,
    from: number,
    count: number,
    bodyLimitBytes?: number,
  ): Promise<EventsWindow> {
    return this.#recording.events(exchange, from, count, bodyLimitBytes);
  }

  async value(
    exchange: number,
    selector: ValueSelector,
    expression: string,
  ): Promise<ExchangeValue | null> {
    return this.#recording.value(exchange, selector, expression);
  }

  async configure(settings: RecordingSettings): Promise<void> {
    this.#showsSecrets = settings.showSecrets;
    this.#recording.configure(settings);
  }

  onDidChange(listener: (changed: ExchangeSummary[]) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  async dispose(): Promise<void> {
    await this.#runner.dispose();
    clearTimeout(this.#noticeTimer ?? undefined);
    this.#notify();
    this.#listeners.clear();
  }

  #notify(): void {
    this.#noticeTimer = null;
    // To sum up what nobody reads would cost as much as to record it.
    if (this.#listeners.size === 0) return this.#recording.dropChanges();
    const changed = this.#recording.takeChanges();
    for (const listener of this.#listeners) {
      listener(changed);
    }
  }
}
