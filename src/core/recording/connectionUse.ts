import type { ConnectionLog } from './connectionLog.ts';

/** The stretch of a socket's bytes that belongs to a hop: from when it took the socket until it was done with it. */
export class ConnectionUse {
  readonly connection: ConnectionLog;
  readonly hop: number;
  readonly firstChunk: number;
  readonly outStart: number;
  readonly inStart: number;
  #end: { chunk: number; out: number; in: number } | null = null;

  constructor(connection: ConnectionLog, hop: number) {
    this.connection = connection;
    this.hop = hop;
    this.firstChunk = connection.chunkCount;
    this.outStart = connection.out.lengthBytes;
    this.inStart = connection.in.lengthBytes;
  }

  /** Number of the first chunk after the stretch. */
  get endChunk(): number {
    return this.#end?.chunk ?? this.connection.chunkCount;
  }

  get outEnd(): number {
    return this.#end?.out ?? this.connection.out.lengthBytes;
  }

  get inEnd(): number {
    return this.#end?.in ?? this.connection.in.lengthBytes;
  }

  /** What passes from now on belongs to somebody else. */
  end(): void {
    this.#end ??= { chunk: this.endChunk, out: this.outEnd, in: this.inEnd };
  }
}
