import { ChunkLog } from './chunkLog.ts';
import { EventLog } from './eventLog.ts';
import { EventOrder } from './eventOrder.ts';
import type { OrderedLogs, Passed } from './eventOrder.ts';
import { FrameLog } from './frameLog.ts';
import { Http2Rows } from './http2Rows.ts';
import type { MemoryBudget } from './memoryBudget.ts';
import { MessageLog } from './messageLog.ts';
import { PieceLog } from './pieceLog.ts';
import type { WireEventBody, WireEventOf } from '../wire/events.ts';

/** A conversation that repeats, or a script of a stream, makes them without end. */
export type Finding = WireEventOf<'expect' | 'script.log'>;

/** Events that every exchange has, and that its logs can tell again: only that they happened is kept. */
export type RetoldEvent = 'exchange.started' | 'http.body' | 'exchange.completed';

/** An event as it was told, with its time and the hop that it belongs to. */
export interface ToldEvent {
  timeMs: number;
  event: WireEventBody | RetoldEvent;
  connection: number | undefined;
  hop: number;
}

/** The logs of one exchange, each made when it is first asked for, and the order in which their events happened. */
export class RowLogs implements OrderedLogs {
  readonly order: EventOrder;
  readonly told: ToldEvent[] = [];
  /** Chunks of a raw socket, which are those of its connection. */
  rawChunks = 0;
  readonly #budget: MemoryBudget;
  #frames: FrameLog | null = null;
  #messages: MessageLog | null = null;
  #sse: EventLog<WireEventOf<'sse.event'>> | null = null;
  #findings: EventLog<Finding> | null = null;
  #http2: Http2Rows | null = null;
  #transferChunks: ChunkLog | null = null;
  #pieces: PieceLog | null = null;

  constructor(budget: MemoryBudget) {
    this.#budget = budget;
    this.order = new EventOrder(budget, this);
  }

  passed(): Passed {
    return {
      told: this.told.length,
      frames: this.#frames?.length ?? 0,
      messages: this.#messages?.length ?? 0,
      sse: this.#sse?.length ?? 0,
      findings: this.#findings?.length ?? 0,
      http2: this.#http2?.length ?? 0,
      chunks: this.rawChunks,
      transferChunks: this.#transferChunks?.length ?? 0,
    };
  }

  get frames(): FrameLog {
    return (this.#frames ??= new FrameLog(this.#budget));
  }

  get messages(): MessageLog {
    return (this.#messages ??= new MessageLog(this.#budget, this.frames));
  }

  get sse(): EventLog<WireEventOf<'sse.event'>> {
    return (this.#sse ??= new EventLog(this.#budget));
  }

  /** What steps, assertions and scripts found. */
  get findings(): EventLog<Finding> {
    return (this.#findings ??= new EventLog(this.#budget));
  }

  get http2(): Http2Rows {
    return (this.#http2 ??= new Http2Rows(this.#budget));
  }

  /** Of the chunked transfer coding. */
  get transferChunks(): ChunkLog {
    return (this.#transferChunks ??= new ChunkLog(this.#budget));
  }

  get pieces(): PieceLog {
    return (this.#pieces ??= new PieceLog(this.#budget));
  }

  /** Gives all memory back. */
  dispose(): void {
    this.order.dispose();
    this.#frames?.dispose();
    this.#messages?.dispose();
    this.#sse?.dispose();
    this.#findings?.dispose();
    this.#http2?.dispose();
    this.#transferChunks?.dispose();
    this.#pieces?.dispose();
  }
}
