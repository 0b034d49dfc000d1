import type { Piece } from './pieceLog.ts';

type Stretch = Pick<Piece, 'offset' | 'lengthBytes'>;

const lineFeed = 0x0a;

/** Cuts a body into what a reader wants to see one by one: its lines, or the stretches as they arrive. */
export class PieceCutter {
  readonly byLine: boolean;
  /** Where the line that is not complete yet begins. */
  #lineStart = 0;

  constructor(byLine: boolean) {
    this.byLine = byLine;
  }

  /** The pieces that these bytes complete; they stand at `offset` in the body. Empty lines are none. */
  cut(bytes: Uint8Array, offset: number): Stretch[] {
    if (!this.byLine) return [{ offset, lengthBytes: bytes.length }];
    const lines: Stretch[] = [];
    for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) {
      this.#end(offset + at, lines);
    }
    return lines;
  }

  /** The body has ended: its last line may have no end. */
  finish(lengthBytes: number): Stretch[] {
    const lines: Stretch[] = [];
    if (this.byLine) this.#end(lengthBytes, lines);
    return lines;
  }

  #end(offset: number, lines: Stretch[]): void {
    const lengthBytes = offset - this.#lineStart;
    if (lengthBytes > 0) lines.push({ offset: this.#lineStart, lengthBytes });
    this.#lineStart = offset + 1;
  }
}
