import type { Piece } from './pieceLog.ts';

type Stretch = Pick<Piece, 'offset' | 'lengthBytes'>;

const lineFeed = 0x0a;

/** Cuts a body into its lines. */
export class LineCutter {
  /** Where the line that is not complete yet begins. */
  #lineStart = 0;

  /** The lines that these bytes complete; they stand at `offset` in the body. Empty ones are left out. */
  cut(bytes: Uint8Array, offset: number): Stretch[] {
    const lines: Stretch[] = [];
    for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) {
      this.#end(offset + at, lines);
    }
    return lines;
  }

  /** The body has ended: its last line may have no end. */
  finish(lengthBytes: number): Stretch[] {
    const lines: Stretch[] = [];
    this.#end(lengthBytes, lines);
    return lines;
  }

  #end(offset: number, lines: Stretch[]): void {
    const lengthBytes = offset - this.#lineStart;
    if (lengthBytes > 0) lines.push({ offset: this.#lineStart, lengthBytes });
    this.#lineStart = offset + 1;
  }
}
