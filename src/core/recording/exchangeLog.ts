import { BodyLog } from './bodyLog.ts';
import { Arrivals } from '../wire/conversation/arrivals.ts';
import type { ConnectionLog, Http2Follower } from './connectionLog.ts';
import { CheckLog } from './checkLog.ts';
import { ConnectionUse } from './connectionUse.ts';
import { ConversationLog } from './conversationLog.ts';
import { eventSource } from './eventOrder.ts';
import { Masker } from './masker.ts';
import type { MemoryBudget } from './memoryBudget.ts';
import { contentTypeOf, isLines } from './mediaType.ts';
import type { Piece } from './pieceLog.ts';
import { receivedChunk, receivedMessage } from './received.ts';
import { proxySecrets } from './proxySecrets.ts';
import { RowLogs } from './rowLogs.ts';
import type { Finding } from './rowLogs.ts';
import { silenceOf } from './silence.ts';
import { Story } from './story.ts';
import { causeOf } from '../errors/causeOf.ts';
import { explainFailure } from '../errors/explain.ts';
import { english } from '../errors/translate.ts';
import type { WireError } from '../errors/wireError.ts';
import type { PreparedRequest, UnpreparedRequest } from '../runner/preparedRequest.ts';
import type { WireEventBody, WireEventOf } from '../wire/events.ts';
import type { Direction, HeaderField, Outcome } from '../wire/wireFacts.ts';
import type {
  ChunkFields,
  ExchangeSink,
  FrameFields,
  MessageFields,
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
export class ExchangeLog extends RowLogs implements ExchangeSink, Http2Follower {
  readonly id: number;
  readonly request: PreparedRequest | UnpreparedRequest;
  /** Milliseconds since the epoch. */
  readonly startedAtMs = Date.now();
  /** The same on the recording's clock. */
  readonly startClockMs = performance.now();
  readonly story: Story;
  readonly masker: Masker;
  readonly uses: ConnectionUse[] = [];
  readonly counts = { framesOut: 0, framesIn: 0, messagesOut: 0, messagesIn: 0 };
  /** Grows with every change. */
  revision = 0;
  readonly #context: ExchangeContext;
  /** Times never go back, though frames carry the time of the chunk that they came in. */
  #lastMs = 0;
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

  /** A socket of the recording. */
  connection(id: number): ConnectionLog | undefined {
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

  /** The socket that bytes of this log passed: itself, or the one whose stream it is. */
  socketOf(connection: number): number {
    return this.connection(connection)?.carrier ?? connection;
  }

  /** Converts a time of the process's clock into the exchange's. */
  sinceStart(clockMs: number): number {
    return Math.max(0, clockMs - this.startClockMs);
  }

  emit(event: WireEventBody, connection?: number): void {
    const timeMs = this.#now();
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
    this.story.hop.phases.mark(phase, edge, this.#now());
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
    this.#notBefore(connection.lastChunkMs);
    this.#hideFields(fields ?? [], connection);
    this.touch();
  }

  chunk(chunk: ChunkFields): void {
    this.order.append(eventSource.transferChunk);
    this.transferChunks.append(chunk, this.#now());
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

  frame(frame: FrameFields): number {
    this.order.append(eventSource.frame);
    const row = this.frames.append(frame, this.#frameTime(frame.connection));
    if (frame.opcode === 9 || frame.opcode === 10) this.order.append(eventSource.control);
    if (frame.direction === 'out') this.counts.framesOut++;
    else this.counts.framesIn++;
    this.touch();
    return row;
  }

  frameError(frame: number, error: WireError): void {
    this.frames.errors.set(frame, error);
    this.touch();
  }

  message(message: MessageFields): number {
    if (message.compressed) this.#now();
    this.order.append(eventSource.message);
    const row = this.messages.append(message, this.#lastMs);
    if (message.direction === 'out') this.counts.messagesOut++;
    else this.counts.messagesIn++;
    this.touch();
    return row;
  }

  roundTrip(pongFrame: number, rttMs: number): void {
    this.frames.roundTrips.set(pongFrame, rttMs);
    this.touch();
  }

  opened(): void {
    this.story.open(this.#now());
    this.touch();
  }

  closing(): void {
    this.story.startClosing();
    this.touch();
  }

  step(line: number, state: StepState): void {
    this.conversation.mark(line, state, this.#now());
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

  rawData(direction: Direction): void {
    if (direction === 'out') this.counts.messagesOut++;
    else this.counts.messagesIn++;
    this.order.append(eventSource.chunk);
    this.rawChunks++;
    this.#notBefore(this.#use?.connection.lastChunkMs ?? 0);
    this.touch();
  }

  receivedChunk(from: number): ReceivedChunk | null {
    return receivedChunk(this, from);
  }

  receivedBytes(offset: number, lengthBytes: number): Buffer | null {
    return this.#use?.connection.in.slice(offset, lengthBytes) ?? null;
  }

  ended(): void {
    this.story.endedMs ??= this.#now();
    this.touch();
  }

  complete(outcome: Outcome, error?: WireError): void {
    if (this.story.completedMs !== null) return;
    const timeMs = this.#now();
    if (error !== undefined) this.#tell(this.#failureEvent(error), timeMs, undefined);
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

  /** Notes that something changed: here, or on a socket of the exchange. */
  touch(): void {
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
    if (event.event === 'http.request' || event.event === 'http.response') this.#hide(event, log);
    if (event.event === 'response.saved') this.checks.saved(event);
    if (event.event === 'proxy.request') this.masker.learn(event.headers);
  }

  #find(finding: Finding, timeMs: number): void {
    this.order.append(eventSource.finding);
    this.findings.append(finding, timeMs, undefined);
    this.conversation.observe(finding);
    this.checks.observe(finding);
    if (finding.event === 'expect' && finding.of === undefined) this.#mark(finding);
  }

  /** Where no message was looked at, an expectation stands at what came last. */
  #mark({ message }: WireEventOf<'expect'>): void {
    const finding = this.findings.length - 1;
    const { byMessage, afterMessage, afterFrame } = this.conversation;
    if (message !== undefined) {
      byMessage.add(message, finding);
    } else if (this.request.kind === 'websocket') {
      afterMessage.add(this.messages.length - 1, finding);
      afterFrame.add(this.frames.length - 1, finding);
    } else {
      afterMessage.add(this.rawChunks - 1, finding);
    }
  }

  /** Learns what is secret in a head, for all readers and (in HTTP/2) for those of the shared bytes. */
  #hide(
    event: WireEventOf<'http.request' | 'http.response'>,
    connection: ConnectionLog | undefined,
  ): void {
    const { headers, httpVersion } = event;
    if (event.event === 'http.request') this.masker.learn(headers);
    if (!httpVersion.startsWith('2') || connection === undefined) return;
    this.#hideFields(headers, connection);
    if (event.event === 'http.request') this.#hideFields([[':path', event.target]], connection);
  }

  #hideFields(fields: readonly HeaderField[], { hidden }: ConnectionLog): void {
    for (const [name, value] of fields) {
      if (this.masker.headerRanges(name, value).length > 0) hidden.add(value);
    }
  }

  /** Of a time that is over, also how much had come, and when the last of it. */
  #failureEvent(error: WireError): WireEventBody {
    const { code, phase } = error;
    const silence = code === 'WB_TIMEOUT' ? silenceOf(this.uses, this.startClockMs) : {};
    const params = { ...error.params, ...silence };
    const cause = causeOf(error.cause);
    const { message, hint } = explainFailure({ code, phase, params, cause }, english);
    return { event: 'exchange.failed', code, phase, message, hint, cause, params };
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
    const timeMs = this.#now();
    const hop = this.story.hops.length - 1;
    for (const stretch of stretches) this.pieces.append({ timeMs, hop, ...stretch });
  }

  #now(): number {
    return this.#notBefore(performance.now());
  }

  /** A frame passed when the last chunk of its socket did: asking the clock for each one would cost more than all else. */
  #frameTime(connection: number): number {
    const used = this.#use?.connection;
    const log = used?.id === connection ? used : this.connection(this.socketOf(connection));
    return log === undefined ? this.#now() : this.#notBefore(log.lastChunkMs);
  }

  #notBefore(clockMs: number): number {
    const timeMs = clockMs - this.startClockMs;
    if (timeMs > this.#lastMs) this.#lastMs = timeMs;
    return this.#lastMs;
  }
}

/** Knows the secrets that the request was prepared with, its credentials, and a password in its URL. */
function maskerFor(request: PreparedRequest | UnpreparedRequest): Masker {
  const password = request.url.includes('@') ? (URL.parse(request.url)?.password ?? '') : '';
  if (!('secrets' in request)) return new Masker([password]);
  const masker = new Masker(secretsOf(request, password));
  masker.learn(request.headers);
  return masker;
}

/** Nearly all requests are prepared without any. */
function secretsOf({ secrets, options }: PreparedRequest, password: string): readonly string[] {
  if (password === '' && !options.proxy) return secrets;
  return [...secrets, password, decodeURIComponent(password), ...proxySecrets(options.proxy)];
}
