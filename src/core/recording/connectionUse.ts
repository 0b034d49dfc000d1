import type { ConnectionLog } from './connectionLog.ts';

/** The stretch of a socket's bytes that belongs to a hop: from when it took the socket until it was done with it. */
export class ConnectionUse {
  readonly connection: ConnectionLog;
  readonly hop: number;
  readonly firstChunk: number;
  readonly outStart: number;
  readonly inStart: number;
  #isOver = false;
  #endChunk = 0;
  #outEnd = 0;
  #inEnd = 0;

  constructor(connection: ConnectionLog, hop: number) {
    this.connection = connection;
    this.hop = hop;
    this.firstChunk = connection.chunkCount;
    this.outStart = connection.out.lengthBytes;
    this.inStart = connection.in.lengthBytes;
  }

  /** Number of the first chunk after the stretch. */
  get endChunk(): number {
    return this.#isOver ? this.#endChunk : this.connection.chunkCount;
  }

  get outEnd(): number {
    return this.#isOver ? this.#outEnd : this.connection.out.lengthBytes;
  }

  get inEnd(): number {
    return this.#isOver ? this.#inEnd : this.connection.in.lengthBytes;
  }

  /** What passes from now on belongs to somebody else. */
  end(): void {
    if (this.#isOver) return;
    this.#endChunk = this.endChunk;
    this.#outEnd = this.outEnd;
    this.#inEnd = this.inEnd;
    this.#isOver = true;
  }
}
