import { BodyWriter } from './bodyWriter.ts';
import { Arrivals } from '../wire/conversation/arrivals.ts';
import type { ConnectionLog, Http2Follower } from './connectionLog.ts';
import { CheckLog } from './checkLog.ts';
import type { ConnectionUse } from './connectionUse.ts';
import { ConnectionUses } from './connectionUses.ts';
import { ConversationLog } from './conversationLog.ts';
import { eventSource } from './eventOrder.ts';
import { hideFields, hideHead, maskerFor } from './exchangeMasker.ts';
import { failureEvent } from './failureEvent.ts';
import type { Masker } from './masker.ts';
import type { MemoryBudget } from './memoryBudget.ts';
import { receivedChunk, receivedMessage } from './received.ts';
import type { Finding, ToldEvent } from './rowLogs.ts';
import { Story } from './story.ts';
import type { WireError } from '../errors/wireError.ts';
import type { PreparedRequest, UnpreparedRequest } from '../runner/preparedRequest.ts';
import type { WireEventBody } from '../wire/events.ts';
import type { Direction, HeaderField, Outcome } from '../wire/wireFacts.ts';
import type {
  ExchangeSink,
  PhaseName,
  ReceivedChunk,
  ReceivedMessage,
  StepState,
} from '../wire/sink.ts';

const nothingChecked: Readonly<CheckLog['counts']> = { passed: 0, failed: 0, logged: 0 };

/** All begin alike. */
const started: ToldEvent = { timeMs: 0, event: 'exchange.started', connection: undefined, hop: 0 };

const nothingExpected: Readonly<CheckLog['expectations']> = { met: 0, unmet: 0 };

/** What an exchange needs of the recording it is part of. */
export interface ExchangeContext {
  readonly budget: MemoryBudget;
  connection(id: number): ConnectionLog | undefined;
  /** Called at the first change since the last `settle`. */
  changed(exchange: ExchangeLog): void;
}

/** Everything recorded of one exchange: the wire writes, readers read. */
export class ExchangeLog extends BodyWriter implements ExchangeSink, Http2Follower {
  readonly id: number;
  readonly request: PreparedRequest | UnpreparedRequest;
  readonly story: Story;
  readonly masker: Masker;
  /** Grows with every change. */
  revision = 0;
  readonly #context: ExchangeContext;
  readonly #uses = new ConnectionUses();
  #settled = true;
  #conversation: ConversationLog | null = null;
  #checks: CheckLog | null = null;
  #news: Arrivals | null = null;

  constructor(id: number, request: PreparedRequest | UnpreparedRequest, context: ExchangeContext) {
    super(context.budget);
    this.id = id;
    this.request = request;
    this.story = new Story(request.url);
    this.masker = maskerFor(request);
    this.#context = context;
    this.order.append(eventSource.told);
    this.told.push(started);
  }

  /** Where its conversation stands. */
  get conversation(): ConversationLog {
    return (this.#conversation ??= new ConversationLog());
  }

  /** What was said of its answer. */
  get checks(): CheckLog {
    return (this.#checks ??= new CheckLog());
  }

  /** How many expectations were met, and how many were not; `null` where there were none. */
  get expectations(): Readonly<CheckLog['expectations']> | null {
    const { met, unmet } = this.#checks?.expectations ?? nothingExpected;
    return met + unmet > 0 ? { met, unmet } : null;
  }

  /** How many checks passed, how many failed, and how much was logged. */
  get checkCounts(): Readonly<CheckLog['counts']> {
    return this.#checks?.counts ?? nothingChecked;
  }

  /** Wakes whoever waits for a change. */
  get news(): Arrivals {
    return (this.#news ??= new Arrivals());
  }

  /** Milliseconds from start to end, or to now. */
  get elapsedMs(): number {
    return this.story.endedMs ?? this.story.completedMs ?? this.sinceStart(performance.now());
  }

  /** The stretches of sockets that belong to it, in the order of its hops. */
  get uses(): readonly ConnectionUse[] {
    return this.#uses.list;
  }

  /** Plaintext bytes sent over all sockets that the exchange used; of HTTP/2, those of its frames. */
  get bytesOut(): number {
    return this.#uses.bytesOut;
  }

  /** Plaintext bytes received over all sockets that the exchange used; of HTTP/2, those of its frames. */
  get bytesIn(): number {
    return this.#uses.bytesIn;
  }

  protected override get used(): ConnectionLog | null {
    return this.#uses.connection;
  }

  override connection(id: number): ConnectionLog | undefined {
    return this.#context.connection(id);
  }

  /** Visits the sockets that it dialed or used; one that is still there may come more than once. */
  visitConnections(visit: (connection: ConnectionLog) => void): void {
    this.#uses.visit((id) => this.connection(id), visit);
  }

  emit(event: WireEventBody, connection?: number): void {
    const timeMs = this.now();
    if (event.event === 'sse.event') {
      this.order.append(eventSource.sse);
      this.sse.append(event, timeMs, connection);
    } else if (event.event === 'expect' || event.event === 'script.log') {
      this.#find(event, timeMs);
    } else {
      this.#tell(event, timeMs, connection);
    }
    this.touch();
  }

  phase(phase: PhaseName, edge: 'start' | 'end'): void {
    this.story.hop.phases.mark(phase, edge, this.now());
    this.touch();
  }

  nextPhase(ended: PhaseName | null, begun: PhaseName | null): void {
    const timeMs = this.now();
    const { phases } = this.story.hop;
    if (ended !== null) phases.mark(ended, 'end', timeMs);
    if (begun !== null) phases.mark(begun, 'start', timeMs);
    this.touch();
  }

  useConnection(id: number): void {
    const connection = this.#context.connection(id);
    if (connection === undefined) return;
    this.#leaveConnection();
    this.#uses.take(connection, this.story.hops.length - 1);
    this.story.hop.takeConnection(id);
    connection.carry(this.id);
    connection.follow(this);
    this.touch();
  }

  useStream(connection: number, stream: number): void {
    this.#context.connection(connection)?.followStream(stream, this);
  }

  http2Frame(connection: ConnectionLog, row: number, fields: readonly HeaderField[] | null): void {
    // What comes after the end is in the log of the connection, and is none of the exchange's events.
    if (this.story.completedMs !== null) return;
    this.order.append(eventSource.http2);
    this.http2.append(connection, row);
    this.notBefore(connection.lastChunkMs);
    hideFields(fields ?? [], this.masker, connection);
    this.touch();
  }

  http2Bytes(connection: ConnectionLog, direction: Direction, bytes: number): void {
    if (this.story.completedMs === null) this.#uses.count(connection, direction, bytes);
  }

  opened(): void {
    this.story.open(this.now());
    this.touch();
  }

  closing(): void {
    this.story.startClosing();
    this.touch();
  }

  step(line: number, state: StepState): void {
    this.conversation.mark(line, state, this.now());
    this.touch();
  }

  captured(name: string, value: string): void {
    this.conversation.captures.set(name, value);
  }

  get messageCount(): number {
    return this.messages.length;
  }

  receivedMessage(from: number): ReceivedMessage | null {
    return receivedMessage(this, from);
  }

  receivedChunk(from: number): ReceivedChunk | null {
    return receivedChunk(this, from);
  }

  receivedBytes(offset: number, lengthBytes: number): Buffer | null {
    return this.used?.in.slice(offset, lengthBytes) ?? null;
  }

  ended(): void {
    this.story.endedMs ??= this.now();
    this.touch();
  }

  complete(outcome: Outcome, error?: WireError): void {
    if (this.story.completedMs !== null) return;
    const timeMs = this.now();
    if (error !== undefined) this.#tell(failureEvent(error, this), timeMs, undefined);
    this.story.complete(outcome, timeMs, error?.phase ?? null);
    this.note('exchange.completed', timeMs);
    this.#leaveConnection();
    this.touch();
  }

  override touch(): void {
    this.revision++;
    this.#news?.wake();
    if (!this.#settled) return;
    this.#settled = false;
    this.#context.changed(this);
  }

  /** What changed so far was told; the next change is a new one. */
  settle(): void {
    this.#settled = true;
  }

  #tell(event: WireEventBody, timeMs: number, connection?: number): void {
    this.note(event, timeMs, connection);
    this.story.observe(event, timeMs, connection);
    const log = connection === undefined ? undefined : this.#observed(connection);
    log?.observe(event, this.id);
    if (event.event === 'http.request' || event.event === 'http.response')
      hideHead(event, this.masker, log);
    if (event.event === 'response.saved') this.checks.saved(event);
    if (event.event === 'proxy.request') this.masker.learn(event.headers);
  }

  /** A socket that an event is about. */
  #observed(id: number): ConnectionLog | undefined {
    const { used } = this;
    if (used?.id === id) return used;
    this.#uses.dialed(id);
    return this.connection(id);
  }

  #find(finding: Finding, timeMs: number): void {
    this.order.append(eventSource.finding);
    this.findings.append(finding, timeMs, undefined);
    this.conversation.observe(finding);
    this.checks.observe(finding);
    if (finding.event !== 'expect' || finding.of !== undefined) return;
    const isWebSocket = this.request.kind === 'websocket';
    this.conversation.place(this.findings.length - 1, finding.message, {
      message: (isWebSocket ? this.messages.length : this.rawChunks) - 1,
      frame: isWebSocket ? this.frames.length - 1 : null,
    });
  }

  #leaveConnection(): void {
    this.#uses.end();
    this.used?.unfollow(this);
  }
}
