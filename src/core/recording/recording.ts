import { AnswerParts } from './answerParts.ts';
import { ConnectionLog } from './connectionLog.ts';
import { connectionView } from './connectionView.ts';
import { EventReader } from './eventReader.ts';
import { ExchangeLog } from './exchangeLog.ts';
import type { ExchangeContext } from './exchangeLog.ts';
import { exchangeSummary } from './exchangeSummary.ts';
import { exchangeValue } from './exchangeValue.ts';
import type { ExchangeValue } from './exchangeValue.ts';
import { exchangeView } from './exchangeView.ts';
import { lanesView } from './lanesView.ts';
import { everything } from './masker.ts';
import type { Disclosure } from './masker.ts';
import { MemoryBudget } from './memoryBudget.ts';
import { logPayload, maskedPayload } from './payload.ts';
import type { Payload } from './payload.ts';
import { recordedAnswer } from './recordedAnswer.ts';
import type { RecordedAnswer } from './recordedAnswer.ts';
import { requestPayload } from './requestPayload.ts';
import { RowReader, rowTable } from './rowReader.ts';
import type { RowTable } from './rowTable.ts';
import { StreamLog } from './streamLog.ts';
import type { PreparedRequest, UnpreparedRequest } from '../runner/preparedRequest.ts';
import type { ValueSelector } from '../variables/responseReference.ts';
import type { WireEvent } from '../wire/events.ts';
import type { ConnectionSink, ExchangeSink, WireRecorder } from '../wire/sink.ts';
import type { ConnectionView } from '../../protocol/connectionView.ts';
import type { ExchangeSummary, ExchangeView } from '../../protocol/exchange.ts';
import type { LanesView, RunChoice } from '../../protocol/lanes.ts';
import type {
  PayloadRef,
  PayloadSlice,
  RowDetail,
  RowSource,
  RowsQuery,
  RowsWindow,
} from '../../protocol/rows.ts';

/** How much is kept, and whether secrets show. */
export interface RecordingSettings {
  /** Over all exchanges; less than 8 MiB counts as 8 MiB. */
  recordingLimitBytes: number;
  showSecrets: boolean;
}

/** Part of an exchange's events, in wire order. */
export interface EventsWindow {
  events: WireEvent[];
  /** Number of the next event to ask for. */
  next: number;
  /** The exchange is over and all its events have been read. */
  done: boolean;
  /** How many of those asked for fell out of the recording. */
  evicted: number;
  /** More has happened than was read. */
  hasMore: boolean;
  /** When the exchange began, on the clock of `performance.now()`, in whole µs: what the times of its events count from. */
  startClockMs: number;
}

const nothingRead = { events: [], done: true, evicted: 0, hasMore: false, startClockMs: 0 };

const defaultSettings: RecordingSettings = {
  recordingLimitBytes: 512 * 1024 * 1024,
  showSecrets: false,
};

/** A limit below this would let go of pieces that are still being written. */
const smallestLimitBytes = 8 * 1024 * 1024;

/** Exchanges that are kept; beyond that, those that ended first are dropped. */
const exchangeLimit = 2000;

/** Bytes of a response body that an event carries unless asked for more or less. */
const eventBodyBytes = 1024 * 1024;

/** The only memory of what happened: the wire writes it, everything else reads it. */
export class Recording implements WireRecorder {
  readonly #budget: MemoryBudget;
  readonly #exchanges = new Map<number, ExchangeLog>();
  readonly #connections = new Map<number, ConnectionLog>();
  #changed: ExchangeLog[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #rowReader = new RowReader();
  /** What every exchange needs of this. */
  readonly #context: ExchangeContext;
  #showSecrets: boolean;
  #lastExchange = 0;
  #lastConnection = 0;
  #droppedExchanges = 0;

  constructor(settings: RecordingSettings = defaultSettings) {
    this.#budget = new MemoryBudget(Math.max(settings.recordingLimitBytes, smallestLimitBytes));
    this.#showSecrets = settings.showSecrets;
    this.#context = {
      budget: this.#budget,
      connection: (id) => this.#connections.get(id),
      changed: (exchange) => this.#exchangeChanged(exchange),
    };
  }

  /** Exchanges that were dropped because too many were kept. */
  get droppedExchanges(): number {
    return this.#droppedExchanges;
  }

  /** Takes effect at once. */
  configure({ recordingLimitBytes, showSecrets }: RecordingSettings): void {
    this.#budget.limit(Math.max(recordingLimitBytes, smallestLimitBytes));
    if (showSecrets !== this.#showSecrets) this.#rowReader.clear();
    this.#showSecrets = showSecrets;
  }

  openConnection(): ConnectionSink {
    const id = ++this.#lastConnection;
    const changed = (log: ConnectionLog): void => this.#connectionChanged(log);
    const connection = new ConnectionLog(id, this.#budget, changed);
    this.#connections.set(id, connection);
    return connection;
  }

  openStream(connection: number, stream: number, exchange: number): ConnectionSink {
    const carrier = this.#connections.get(connection)!;
    const log = new StreamLog(++this.#lastConnection, this.#budget, carrier, stream);
    this.#connections.set(log.id, log);
    log.carry(exchange);
    return log;
  }

  /** Records `exchange.started`; what happens from here on is written into the sink. */
  begin(request: PreparedRequest | UnpreparedRequest): ExchangeSink {
    const exchange = new ExchangeLog(++this.#lastExchange, request, this.#context);
    this.#exchanges.set(exchange.id, exchange);
    exchange.touch();
    if (this.#exchanges.size > exchangeLimit) this.#dropOldest();
    return exchange;
  }

  /** Drops an exchange that is over, and the closed sockets that no other exchange used. */
  forget(id: number): void {
    const exchange = this.#exchanges.get(id);
    if (exchange === undefined || exchange.story.completedMs === null) return;
    exchange.dispose();
    this.#exchanges.delete(id);
    this.#rowReader.forget(id);
    exchange.visitConnections((connection) => this.#sweep(connection));
  }

  /**
   * The status and body of the last answer as it came, up to what is kept; `null` where there is none. What
   * `secretsIn` finds in the body is hidden from now on.
   */
  takeSecrets(
    id: number,
    secretsIn: (body: string) => string[],
  ): { status: number; body: string } | null {
    const exchange = this.#exchanges.get(id);
    const response = exchange?.story.hop.response ?? null;
    if (exchange === undefined || response === null) return null;
    const kept = exchange.story.hop.body?.kept;
    const body = kept?.slice(0, kept.lengthBytes)?.toString('utf8') ?? '';
    exchange.masker.hide(secretsIn(body));
    return { status: response.status, body };
  }

  /** Calls the listener at the first change after `takeChanges` (or at the very first one). */
  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Summaries of the exchanges that changed since the last call. */
  takeChanges(): ExchangeSummary[] {
    const changed = this.#changed.filter(({ id }) => this.#exchanges.has(id));
    this.dropChanges();
    return changed.map((exchange) => exchangeSummary(exchange, this.#disclosure(exchange)));
  }

  /** Counts what changed since the last call as told. */
  dropChanges(): void {
    for (const exchange of this.#changed) exchange.settle();
    this.#changed = [];
  }

  /** All exchanges, oldest first. */
  summaries(): ExchangeSummary[] {
    return [...this.#exchanges.values()].map((exchange) =>
      exchangeSummary(exchange, this.#disclosure(exchange)),
    );
  }

  summary(id: number): ExchangeSummary | null {
    const exchange = this.#exchanges.get(id);
    return exchange === undefined ? null : exchangeSummary(exchange, this.#disclosure(exchange));
  }

  exchange(id: number): ExchangeView | null {
    const exchange = this.#exchanges.get(id);
    return exchange === undefined ? null : exchangeView(exchange, this.#disclosure(exchange));
  }

  connection(id: number): ConnectionView | null {
    const connection = this.#connections.get(id);
    return connection === undefined
      ? null
      : connectionView(connection, '', this.#disclosureOf(connection));
  }

  /** What an exchange was answered, not masked; `null` where nothing came. */
  answer(id: number, bodyLimitBytes: number): RecordedAnswer | null {
    const exchange = this.#exchanges.get(id);
    return exchange === undefined ? null : recordedAnswer(exchange, bodyLimitBytes);
  }

  /** The parts of an answer that is a stream, not masked, up to `partBytes` of each; `null` where there is no such exchange. */
  parts(id: number, partBytes: number): AnswerParts | null {
    const exchange = this.#exchanges.get(id);
    return exchange === undefined ? null : new AnswerParts(exchange, partBytes);
  }

  /** All sockets that were opened, oldest first. */
  connections(): ConnectionView[] {
    const opened = [...this.#connections.values()].filter(({ facts }) => facts !== null);
    return opened.map((connection) =>
      connectionView(connection, '', this.#disclosureOf(connection)),
    );
  }

  /** The sockets of a run and what they carried. */
  lanes(choice: RunChoice): LanesView {
    const source = {
      exchanges: [...this.#exchanges.values()],
      connection: (id: number) => this.#connections.get(id),
      disclosure: (exchange: ExchangeLog) => this.#disclosure(exchange),
      disclosureOf: (connection: ConnectionLog) => this.#disclosureOf(connection),
    };
    return lanesView(source, choice);
  }

  /** The events of `count` places in the order from the `from`-th on; a response body up to `bodyLimitBytes`. */
  events(id: number, from: number, count: number, bodyLimitBytes = eventBodyBytes): EventsWindow {
    const exchange = this.#exchanges.get(id);
    if (exchange === undefined) return { ...nothingRead, next: from };
    const reader = new EventReader(exchange, this.#disclosure(exchange), bodyLimitBytes);
    const read = reader.read(from, count);
    const hasMore = read.next < exchange.order.length;
    const done = exchange.story.completedMs !== null && !hasMore;
    return { ...read, done, hasMore, startClockMs: exchange.startClockMs };
  }

  /** A window of rows; the index of a filter grows for 20 ms a call at most. */
  rows(query: RowsQuery): RowsWindow {
    const exchange = this.#exchanges.get(query.exchange);
    if (exchange === undefined) {
      return { from: query.from, rows: [], matched: 0, total: 0, complete: true };
    }
    return this.#rowReader.read(this.#table(exchange, query.source), query);
  }

  /** Everything about a row but its payload; `null` where it does not exist or fell out. */
  row(id: number, source: RowSource, row: number): RowDetail | null {
    const exchange = this.#exchanges.get(id);
    return exchange === undefined ? null : this.#table(exchange, source).detail(row);
  }

  /** A copy of part of a payload; no bytes where they fell out of the recording. */
  payload(ref: PayloadRef, offset: number, lengthBytes: number): PayloadSlice {
    const exchange = this.#exchanges.get(ref.exchange);
    const payload = exchange === undefined ? null : this.#payload(exchange, ref);
    const bytes = payload?.read(offset, lengthBytes) ?? [];
    return { bytes: new Uint8Array(bytes), totalBytes: payload?.lengthBytes ?? 0 };
  }

  /** What the conversation of an exchange captured, by name; not masked, for the variables of later requests. */
  captures(id: number): Record<string, string> {
    return Object.fromEntries(this.#exchanges.get(id)?.conversation.captures ?? []);
  }

  /** A value of an exchange for a later request, never masked; `null` where there is no such exchange. */
  async value(
    id: number,
    selector: ValueSelector,
    expression: string,
  ): Promise<ExchangeValue | null> {
    const exchange = this.#exchanges.get(id);
    return exchange === undefined ? null : exchangeValue(exchange, selector, expression);
  }

  #table(exchange: ExchangeLog, source: RowSource): RowTable {
    return rowTable(exchange, source, this.#disclosure(exchange));
  }

  #payload(exchange: ExchangeLog, ref: PayloadRef): Payload | null {
    const disclosure = this.#disclosure(exchange);
    if (ref.of === 'row') return this.#table(exchange, ref.source).payload(ref.row);
    const body = exchange.story.hops[ref.hop]?.body?.kept;
    const payload =
      ref.of === 'request'
        ? requestPayload(exchange, ref.hop, disclosure)
        : ((body && logPayload(body)) ?? null);
    return payload && maskedPayload(payload, disclosure);
  }

  #disclosure(exchange: ExchangeLog): Disclosure {
    return this.#showSecrets ? everything : exchange.masker;
  }

  /** A socket tells as much as the last exchange on it that is still known. */
  #disclosureOf({ exchanges }: ConnectionLog): Disclosure {
    const id = exchanges.findLast((each) => this.#exchanges.has(each)) ?? 0;
    const exchange = this.#exchanges.get(id);
    return exchange === undefined ? everything : this.#disclosure(exchange);
  }

  #connectionChanged(connection: ConnectionLog): void {
    this.#exchanges.get(connection.exchanges.at(-1) ?? 0)?.touch();
    this.#sweep(connection);
  }

  #exchangeChanged(exchange: ExchangeLog): void {
    this.#changed.push(exchange);
    if (this.#changed.length > 1) return;
    for (const listener of this.#listeners) listener();
  }

  #dropOldest(): void {
    for (const { id, story } of this.#exchanges.values()) {
      if (story.completedMs === null) continue;
      this.forget(id);
      this.#droppedExchanges++;
      return;
    }
  }

  /** A closed socket is kept for its exchanges only. */
  #sweep(connection: ConnectionLog): void {
    if (connection.end === null || connection.concernsAny(this.#exchanges)) return;
    connection.dispose();
    this.#connections.delete(connection.id);
  }
}
