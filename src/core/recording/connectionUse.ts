import type { Direction } from '../wire/wireFacts.ts';
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
  #framesOut = 0;
  #framesIn = 0;

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

  /** What was sent for the hop. */
  get bytesOut(): number {
    return this.#own(this.#framesOut, this.outEnd - this.outStart, this.outEnd);
  }

  /** What was received for the hop. */
  get bytesIn(): number {
    return this.#own(this.#framesIn, this.inEnd - this.inStart, this.inEnd);
  }

  /** Frames of HTTP/2 hold so many bytes of the hop. */
  count(direction: Direction, bytes: number): void {
    if (direction === 'out') this.#framesOut += bytes;
    else this.#framesIn += bytes;
  }

  /** What passes from now on belongs to somebody else. */
  end(): void {
    if (this.#isOver) return;
    this.#endChunk = this.endChunk;
    this.#outEnd = this.outEnd;
    this.#inEnd = this.inEnd;
    this.#isOver = true;
  }

  /** Others share a connection of HTTP/2. The last frame may have been announced longer than it came. */
  #own(framesBytes: number, stretchBytes: number, passedBytes: number): number {
    return this.connection.http2.length === 0 ? stretchBytes : Math.min(framesBytes, passedBytes);
  }
}
