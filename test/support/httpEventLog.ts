import type { WireEventBody, WireEventName, WireEventOf } from '../../src/core/wire/events.ts';
import type { Direction, Outcome } from '../../src/core/wire/wireFacts.ts';
import type { ConnectionFacts } from '../../src/core/wire/dialer/connection.ts';
import type { WireError } from '../../src/core/errors/wireError.ts';
import type {
  ChunkFields,
  ConnectionSink,
  ExchangeSink,
  Http2FrameFields,
  PhaseName,
  WireRecorder,
} from '../../src/core/wire/sink.ts';

/** One socket as an array of what was reported of it. */
export class ConnectionLog implements ConnectionSink {
  readonly id: number;
  readonly sent: Buffer[] = [];
  readonly received: Buffer[] = [];
  readonly http2Frames: Http2FrameFields[] = [];
  cipherBytesOut = 0;
  cipherBytesIn = 0;
  facts: ConnectionFacts | null = null;
  closedBy: string | null = null;
  reason: string | undefined;

  readonly #lengthBytes = { in: 0, out: 0 };

  constructor(id: number) {
    this.id = id;
  }

  bytes(direction: Direction, chunk: Uint8Array): number {
    const log = direction === 'in' ? this.received : this.sent;
    log.push(Buffer.from(chunk));
    const offset = this.#lengthBytes[direction];
    this.#lengthBytes[direction] += chunk.length;
    return offset;
  }

  cipherBytes(direction: Direction, lengthBytes: number): void {
    if (direction === 'in') this.cipherBytesIn += lengthBytes;
    else this.cipherBytesOut += lengthBytes;
  }

  http2Frame(frame: Http2FrameFields): void {
    this.http2Frames.push({ ...frame });
  }

  opened(facts: ConnectionFacts): void {
    this.facts = facts;
  }

  closed(by: string, reason?: string): void {
    this.closedBy = by;
    this.reason = reason;
  }

  sentText(): string {
    return Buffer.concat(this.sent).toString('latin1');
  }

  receivedText(): string {
    return Buffer.concat(this.received).toString('latin1');
  }
}

/** A recorder that keeps its connections in an array. */
export class RecorderLog implements WireRecorder {
  readonly connections: ConnectionLog[] = [];

  openConnection(): ConnectionLog {
    const connection = new ConnectionLog(this.connections.length + 1);
    this.connections.push(connection);
    return connection;
  }

  openStream(): ConnectionLog {
    return this.openConnection();
  }
}

/** An exchange as an array of events. */
export class ExchangeLog implements ExchangeSink {
  readonly id = 1;
  readonly messageCount = 0;
  readonly events: (WireEventBody & { connection?: number })[] = [];
  readonly phases: string[] = [];
  readonly used: number[] = [];
  readonly streams: number[] = [];
  readonly chunks: [Direction, number][] = [];
  readonly body: Buffer[] = [];
  /** Where each chunk of the body was said to stand in the bytes of its connection. */
  readonly bodyOffsets: (number | null)[] = [];
  wireBytes = 0;
  encoding: string | null = null;
  outcome: Outcome | null = null;
  error: WireError | undefined;
  readonly #keepBody: boolean;
  #bodyBytes = 0;

  constructor({ keepBody = true } = {}) {
    this.#keepBody = keepBody;
  }

  emit(event: WireEventBody, connection?: number): void {
    this.events.push(connection === undefined ? event : { ...event, connection });
  }

  step(): void {}
  captured(): void {}
  rawData(): void {}
  receivedChunk(): null {
    return null;
  }
  receivedBytes(): null {
    return null;
  }
  receivedMessage(): null {
    return null;
  }

  nextPhase(ended: PhaseName | null, begun: PhaseName | null): void {
    if (ended !== null) this.phase(ended, 'end');
    if (begun !== null) this.phase(begun, 'start');
  }

  phase(phase: PhaseName, edge: 'start' | 'end'): void {
    this.phases.push(`${phase} ${edge}`);
  }

  useConnection(connection: number): void {
    this.used.push(connection);
  }

  useStream(_connection: number, stream: number): void {
    this.streams.push(stream);
  }

  chunk({ direction, sizeBytes }: ChunkFields): void {
    this.chunks.push([direction, sizeBytes]);
  }

  bodyChunk(decoded: Uint8Array, wireBytes: number, offset: number | null = null): void {
    this.bodyOffsets.push(offset);
    if (this.#keepBody) this.body.push(Buffer.from(decoded));
    this.#bodyBytes += decoded.length;
    this.wireBytes += wireBytes;
  }

  bodyEnd(encoding: string): void {
    this.encoding = encoding;
  }

  ended(): void {}

  complete(outcome: Outcome, error?: WireError): void {
    this.outcome = outcome;
    this.error = error;
  }

  frame(): number {
    throw new Error('HTTP has no frames');
  }

  frameError(): void {
    throw new Error('HTTP has no frames');
  }

  message(): number {
    throw new Error('HTTP has no messages');
  }

  roundTrip(): void {
    throw new Error('HTTP has no pings');
  }

  opened(): void {
    throw new Error('HTTP has no frames');
  }

  closing(): void {
    throw new Error('HTTP has no frames');
  }

  get bodyBytes(): number {
    return this.#bodyBytes;
  }

  get bodyText(): string {
    return Buffer.concat(this.body).toString('utf8');
  }

  get names(): WireEventName[] {
    return this.events.map(({ event }) => event);
  }

  /** All events with this name. */
  all<N extends WireEventName>(name: N): WireEventOf<N>[] {
    return this.events.filter((event): event is WireEventOf<N> => event.event === name);
  }

  /** The only event with this name. */
  one<N extends WireEventName>(name: N): WireEventOf<N> {
    const found = this.all(name);
    if (found.length !== 1) throw new Error(`${found.length} events ${name}, expected one`);
    return found[0]!;
  }
}
