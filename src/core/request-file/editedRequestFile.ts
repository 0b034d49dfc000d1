import { nameIn } from './block.ts';
import { isSwitchedOn } from './directiveCatalogue.ts';
import { readRequestFile, readSections } from './parseRequestFile.ts';
import type { RequestBlock, RequestFile } from './requestFile.ts';
import { ShiftedBlock } from './shiftedBlock.ts';

/**
 * The tree of a text that is edited. An update reads only the sections (from one `###` to the next) that the edit
 * touches; the tree says the same as the one of `parseRequestFile`. Trees given out earlier stay as they are.
 */
export class EditedRequestFile {
  readonly #path: string;
  #text = '';
  #file: RequestFile;
  /** How often each name is given; `null` where only the whole file can be read. */
  #names: Map<string, number> | null;

  constructor(path: string) {
    this.#path = path;
    this.#file = readRequestFile('', path).file;
    this.#names = new Map();
  }

  /** The tree of the text as it is now. */
  update(text: string): RequestFile {
    if (text === this.#text) return this.#file;
    this.#file = this.#updated(text) ?? this.#readAll(text);
    this.#text = text;
    return this.#file;
  }

  #readAll(text: string): RequestFile {
    const { file, hasOpenEnd } = readRequestFile(text, this.#path);
    this.#names = hasOpenEnd ? null : new Map();
    this.#count(file.blocks, 1);
    return file;
  }

  /** `null` where the edit has an effect beyond the sections it touches. */
  #updated(text: string): RequestFile | null {
    if (this.#names === null) return null;
    const { blocks } = this.#file;
    const { prefix, suffix } = commonEnds(this.#text, text);
    const first = sectionHolding(blocks, prefix - '###'.length);
    const next = sectionBehind(blocks, this.#text.length - suffix);
    const start = blocks[first]?.range;
    const end = blocks[next]?.range;
    if (start === undefined) return null;
    const moved = text.length - this.#text.length;
    const {
      blocks: read,
      lines,
      hasOpenEnd,
    } = readSections(text, {
      from: start.offset,
      to: end === undefined ? null : end.offset + moved,
      line: start.line,
    });
    if (hasOpenEnd) return null;
    this.#count(blocks.slice(first, next), -1);
    this.#count(read, 1);
    if (this.#names === null) return null;
    const shift = { offset: moved, lines: end === undefined ? 0 : start.line + lines - end.line };
    const behind = blocks.slice(next).map((block) => ShiftedBlock.of(block, shift));
    const all = [...blocks.slice(0, first), ...read, ...behind];
    const diagnostics = all.flatMap((block) => block.diagnostics);
    return { path: this.#path, blocks: all, diagnostics };
  }

  /** A name given twice and a directive that changes how all further text is read concern the whole file. */
  #count(blocks: readonly RequestBlock[], change: 1 | -1): void {
    for (const block of blocks) {
      if (this.#names === null) return;
      const name = nameIn(block.directives)?.text ?? null;
      const times = name === null ? 0 : (this.#names.get(name) ?? 0) + change;
      if (name !== null) this.#names.set(name, times);
      const isWide = isSwitchedOn(block.directives, 'force-region-delimiter');
      if (times > 1 || isWide) this.#names = null;
    }
  }
}

/** How much two texts have in common at their start and, apart from that, at their end. */
function commonEnds(before: string, text: string): { prefix: number; suffix: number } {
  const length = Math.min(before.length, text.length);
  let prefix = 0;
  while (prefix < length && before.charCodeAt(prefix) === text.charCodeAt(prefix)) prefix += 1;
  let suffix = 0;
  while (
    suffix < length - prefix &&
    before.charCodeAt(before.length - 1 - suffix) === text.charCodeAt(text.length - 1 - suffix)
  ) {
    suffix += 1;
  }
  return { prefix, suffix };
}

/** Index of the first block of the section that an offset stands in. */
function sectionHolding(blocks: readonly RequestBlock[], offset: number): number {
  let index = Math.max(0, blocksUpTo(blocks, offset) - 1);
  while (index > 0 && blocks[index]?.separator === null) index -= 1;
  return index;
}

/** Index of the first section that begins behind an offset; the number of blocks where none does. */
function sectionBehind(blocks: readonly RequestBlock[], offset: number): number {
  let index = blocksUpTo(blocks, offset);
  while (index < blocks.length && blocks[index]?.separator === null) index += 1;
  return index;
}

/** How many blocks begin at or before an offset. */
function blocksUpTo(blocks: readonly RequestBlock[], offset: number): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.range.offset ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
