import { BodyLog } from './bodyLog.ts';
import { Arrivals } from '../wire/conversation/arrivals.ts';
import type { ConnectionLog, Http2Follower } from './connectionLog.ts';
import { CheckLog } from './checkLog.ts';
import { ConnectionUse } from './connectionUse.ts';
import { ConversationLog } from './conversationLog.ts';
import { eventSource } from './eventOrder.ts';
import { hideFields, hideHead, maskerFor } from './exchangeMasker.ts';
import { failureEvent } from './failureEvent.ts';
import type { Masker } from './masker.ts';
import type { MemoryBudget } from './memoryBudget.ts';
import { contentTypeOf, isLines } from './mediaType.ts';
import type { Piece } from './pieceLog.ts';
import { receivedChunk, receivedMessage } from './received.ts';
import type { Finding } from './rowLogs.ts';
import { RowWriter } from './rowWriter.ts';
import { Story } from './story.ts';
import type { WireError } from '../errors/wireError.ts';
import type { PreparedRequest, UnpreparedRequest } from '../runner/preparedRequest.ts';
import type { WireEventBody, WireEventOf } from '../wire/events.ts';
import type { HeaderField, Outcome } from '../wire/wireFacts.ts';
import type {
  ExchangeSink,
  PhaseName,
  ReceivedChunk,
  ReceivedMessage,
  StepState,
} from '../wire/sink.ts';

const nothingChecked: Readonly<CheckLog['counts']> = { passed: 0, failed: 0, logged: 0 };

const nothingExpected: Readonly<CheckLog['expectations']> = { met: 0, unmet: 0 };

/** What an exchange needs of the recording it is part of. */
export interface ExchangeContext {
  readonly budget: MemoryBudget;
  connection(id: number): ConnectionLog | undefined;
  /** Called at the first change since the last `settle`. */
  changed(exchange: ExchangeLog): void;
}

/** Everything recorded of one exchange: the wire writes, readers read. */
export class ExchangeLog extends RowWriter implements ExchangeSink, Http2Follower {
  readonly id: number;
  readonly request: PreparedRequest | UnpreparedRequest;
  readonly story: Story;
  readonly masker: Masker;
  readonly uses: ConnectionUse[] = [];
  /** Grows with every change. */
  revision = 0;
  readonly #context: ExchangeContext;
  #use: ConnectionUse | null = null;
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
    this.#tellStart();
  }

  /** Where its conversation stands. */
  get conversation(): ConversationLog {
    return (this.#conversation ??= new ConversationLog());
  }

  /** What was said of its answer. */
  get checks(): CheckLog {
    return (this.#checks ??= new CheckLog());
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

  /** Plaintext bytes sent over all sockets that the exchange used. */
  get bytesOut(): number {
    return this.uses.reduce((sum, use) => sum + use.outEnd - use.outStart, 0);
  }

  /** Plaintext bytes received over all sockets that the exchange used. */
  get bytesIn(): number {
    return this.uses.reduce((sum, use) => sum + use.inEnd - use.inStart, 0);
  }

  protected override get used(): ConnectionLog | null {
    return this.#use?.connection ?? null;
  }

  override connection(id: number): ConnectionLog | undefined {
    return this.#context.connection(id);
  }

  /** Visits the sockets that it dialed or used; one that is still there may come more than once. */
  visitConnections(visit: (connection: ConnectionLog) => void): void {
    for (const { connection } of this.uses) visit(connection);
    let last = this.uses.at(-1)?.connection.id;
    for (const { connection: id } of this.told) {
      if (id === undefined || id === last) continue;
      last = id;
      const connection = this.connection(id);
      if (connection !== undefined) visit(connection);
    }
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

  useConnection(id: number): void {
    const connection = this.#context.connection(id);
    if (connection === undefined) return;
    this.#leaveConnection();
    this.#use = new ConnectionUse(connection, this.story.hops.length - 1);
    this.uses.push(this.#use);
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

  bodyChunk(decoded: Uint8Array, wireBytes: number): void {
    const body = this.#body();
    if (decoded.length > 0) this.#addPieces(body.cutter.cut(decoded, body.bytes));
    body.append(decoded, wireBytes);
    this.touch();
  }

  bodyEnd(encoding: string): void {
    const body = this.#body();
    this.#addPieces(body.cutter.finish(body.bytes));
    body.encoding = encoding;
    const received = { wireBytes: body.wireBytes, bytes: body.bytes };
    this.emit({ event: 'http.body', received, encoding }, this.story.hop.connection ?? undefined);
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
    return this.#use?.connection.in.slice(offset, lengthBytes) ?? null;
  }

  ended(): void {
    this.story.endedMs ??= this.now();
    this.touch();
  }

  complete(outcome: Outcome, error?: WireError): void {
    if (this.story.completedMs !== null) return;
    const timeMs = this.now();
    if (error !== undefined) this.#tell(failureEvent(error, this), timeMs, undefined);
    const timings = this.story.complete(outcome, timeMs, error?.phase ?? null);
    const bytes = { sent: this.bytesOut, received: this.bytesIn };
    const { met, unmet } = this.#checks?.expectations ?? nothingExpected;
    const event: WireEventOf<'exchange.completed'> = {
      event: 'exchange.completed',
      outcome,
      timings,
      bytes,
    };
    if (met + unmet > 0) event.expectations = { met, unmet };
    this.#tell(event, timeMs, undefined);
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

  /** Gives all memory back but that of sockets. */
  override dispose(): void {
    super.dispose();
    for (const { body } of this.story.hops) body?.kept.dispose();
  }

  #tellStart(): void {
    const { kind, name, file, line, method, url } = this.request;
    const startedAt = new Date(this.startedAtMs).toISOString();
    this.#tell({ event: 'exchange.started', kind, name, file, line, method, url, startedAt }, 0);
  }

  #tell(event: WireEventBody, timeMs: number, connection?: number): void {
    this.order.append(eventSource.told);
    this.told.push({ timeMs, event, connection, hop: this.story.hops.length - 1 });
    this.story.observe(event, timeMs, connection);
    const log = connection === undefined ? undefined : this.#context.connection(connection);
    log?.observe(event, this.id);
    if (event.event === 'http.request' || event.event === 'http.response')
      hideHead(event, this.masker, log);
    if (event.event === 'response.saved') this.checks.saved(event);
    if (event.event === 'proxy.request') this.masker.learn(event.headers);
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
    this.#use?.end();
    this.#use?.connection.unfollow(this);
  }

  #body(): BodyLog {
    const limitBytes = 'options' in this.request ? this.request.options.bodyLimitBytes : 0;
    const { hop } = this.story;
    const byLine = isLines(contentTypeOf(hop.response?.headers ?? []));
    return (hop.body ??= new BodyLog(this.#context.budget, limitBytes, byLine));
  }

  #addPieces(stretches: readonly Pick<Piece, 'offset' | 'lengthBytes'>[]): void {
    const timeMs = this.now();
    const hop = this.story.hops.length - 1;
    for (const stretch of stretches) this.pieces.append({ timeMs, hop, ...stretch });
  }
}
