import { ChunkLog } from './chunkLog.ts';
import { EventLog } from './eventLog.ts';
import { EventOrder } from './eventOrder.ts';
import { FrameLog } from './frameLog.ts';
import { Http2Rows } from './http2Rows.ts';
import type { MemoryBudget } from './memoryBudget.ts';
import { MessageLog } from './messageLog.ts';
import { PieceLog } from './pieceLog.ts';
import type { WireEventBody, WireEventOf } from '../wire/events.ts';

/** A conversation that repeats, or a script of a stream, makes them without end. */
export type Finding = WireEventOf<'expect' | 'script.log'>;

/** An event as it was told, with its time and the hop that it belongs to. */
export interface ToldEvent {
  timeMs: number;
  event: WireEventBody;
  connection: number | undefined;
  hop: number;
}

/** The logs of one exchange, and the order in which their events happened. */
export class RowLogs {
  readonly order: EventOrder;
  readonly told: ToldEvent[] = [];
  readonly frames: FrameLog;
  readonly messages: MessageLog;
  readonly sse: EventLog<WireEventOf<'sse.event'>>;
  /** What steps, assertions and scripts found. */
  readonly findings: EventLog<Finding>;
  readonly http2: Http2Rows;
  /** Of the chunked transfer coding. */
  readonly transferChunks: ChunkLog;
  readonly pieces: PieceLog;
  /** Chunks of a raw socket, which are those of its connection. */
  rawChunks = 0;

  constructor(budget: MemoryBudget) {
    this.frames = new FrameLog(budget);
    this.messages = new MessageLog(budget, this.frames);
    this.sse = new EventLog(budget);
    this.findings = new EventLog(budget);
    this.http2 = new Http2Rows(budget);
    this.transferChunks = new ChunkLog(budget);
    this.pieces = new PieceLog(budget);
    this.order = new EventOrder(budget, () => ({
      told: this.told.length,
      frames: this.frames.length,
      messages: this.messages.length,
      sse: this.sse.length,
      findings: this.findings.length,
      http2: this.http2.length,
      chunks: this.rawChunks,
      transferChunks: this.transferChunks.length,
    }));
  }

  /** Gives all memory back. */
  dispose(): void {
    this.order.dispose();
    this.frames.dispose();
    this.messages.dispose();
    this.sse.dispose();
    this.findings.dispose();
    this.http2.dispose();
    this.transferChunks.dispose();
    this.pieces.dispose();
  }
}
