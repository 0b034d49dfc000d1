import type { ConnectionLog } from './connectionLog.ts';
import { eventSource } from './eventOrder.ts';
import { RowLogs } from './rowLogs.ts';
import type { WireError } from '../errors/wireError.ts';
import type { ChunkFields, FrameFields, MessageFields } from '../wire/sink.ts';
import type { Direction } from '../wire/wireFacts.ts';

interface Counts {
  framesOut: number;
  framesIn: number;
  messagesOut: number;
  messagesIn: number;
}

const nothingCounted: Readonly<Counts> = {
  framesOut: 0,
  framesIn: 0,
  messagesOut: 0,
  messagesIn: 0,
};

/** Writes the rows of an exchange: frames, messages, chunks; each with its place in the order, and its time. */
export abstract class RowWriter extends RowLogs {
  /** Milliseconds since the epoch. */
  readonly startedAtMs = Date.now();
  /** The same on the recording's clock. */
  readonly startClockMs = Math.floor(performance.now() * 1000) / 1000;
  #counts: Counts | null = null;
  /** Times never go back, though frames carry the time of the chunk that they came in. */
  #lastMs = 0;

  /** Of frames and messages. */
  get counts(): Readonly<Counts> {
    return this.#counts ?? nothingCounted;
  }

  /** The socket that the exchange uses now. */
  protected abstract get used(): ConnectionLog | null;

  /** A socket of the recording. */
  abstract connection(id: number): ConnectionLog | undefined;

  /** Notes that something changed: here, or on a socket of the exchange. */
  abstract touch(): void;

  /** The socket that bytes of this log passed: itself, or the one whose stream it is. */
  socketOf(connection: number): number {
    return this.connection(connection)?.carrier ?? connection;
  }

  /** Converts a time of the process's clock into the exchange's. */
  sinceStart(clockMs: number): number {
    return Math.max(0, clockMs - this.startClockMs);
  }

  chunk(chunk: ChunkFields): void {
    this.order.append(eventSource.transferChunk);
    this.transferChunks.append(chunk, this.now());
    this.touch();
  }

  frame(frame: FrameFields): number {
    this.order.append(eventSource.frame);
    const row = this.frames.append(frame, this.#frameTime(frame.connection));
    if (frame.opcode === 9 || frame.opcode === 10) this.order.append(eventSource.control);
    if (frame.direction === 'out') this.#ownCounts.framesOut++;
    else this.#ownCounts.framesIn++;
    this.touch();
    return row;
  }

  frameError(frame: number, error: WireError): void {
    this.frames.errors.set(frame, error);
    this.touch();
  }

  message(message: MessageFields): number {
    if (message.compressed) this.now();
    this.order.append(eventSource.message);
    const row = this.messages.append(message, this.#lastMs);
    if (message.direction === 'out') this.#ownCounts.messagesOut++;
    else this.#ownCounts.messagesIn++;
    this.touch();
    return row;
  }

  roundTrip(pongFrame: number, rttMs: number): void {
    this.frames.roundTrips.set(pongFrame, rttMs);
    this.touch();
  }

  rawData(direction: Direction): void {
    if (direction === 'out') this.#ownCounts.messagesOut++;
    else this.#ownCounts.messagesIn++;
    this.order.append(eventSource.chunk);
    this.rawChunks++;
    this.notBefore(this.used?.lastChunkMs ?? 0);
    this.touch();
  }

  protected now(): number {
    return this.notBefore(performance.now());
  }

  get #ownCounts(): Counts {
    return (this.#counts ??= { ...nothingCounted });
  }

  /** A frame passed when the last chunk of its socket did: asking the clock for each one would cost more than all else. */
  #frameTime(connection: number): number {
    const { used } = this;
    const log = used?.id === connection ? used : this.connection(this.socketOf(connection));
    return log === undefined ? this.now() : this.notBefore(log.lastChunkMs);
  }

  /** A time of the process's clock as one of the exchange's that does not go back. */
  protected notBefore(clockMs: number): number {
    const timeMs = clockMs - this.startClockMs;
    if (timeMs > this.#lastMs) this.#lastMs = timeMs;
    return this.#lastMs;
  }
}
