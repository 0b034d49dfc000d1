import type { RequestBlock } from './requestFile.ts';

/** How far text has moved. */
export interface Shift {
  offset: number;
  lines: number;
}

/**
 * A block that has moved because the text above it has changed. Its parts are copied, with their ranges moved, when
 * somebody asks for them: an edit at the top of a long file would else copy the whole tree.
 */
export class ShiftedBlock implements RequestBlock {
  readonly #block: RequestBlock;
  readonly #shift: Shift;
  readonly #moved = new Map<keyof RequestBlock, unknown>();

  private constructor(block: RequestBlock, shift: Shift) {
    this.#block = block;
    this.#shift = shift;
  }

  /** The block where it is now; itself when it has not moved. */
  static of(block: RequestBlock, { offset, lines }: Shift): RequestBlock {
    if (offset === 0 && lines === 0) return block;
    if (!(block instanceof ShiftedBlock)) return new ShiftedBlock(block, { offset, lines });
    const { offset: before, lines: linesBefore } = block.#shift;
    return ShiftedBlock.of(block.#block, { offset: before + offset, lines: linesBefore + lines });
  }

  get separator(): RequestBlock['separator'] {
    return this.#part('separator');
  }

  get title(): RequestBlock['title'] {
    return this.#part('title');
  }

  get name(): RequestBlock['name'] {
    return this.#part('name');
  }

  get directives(): RequestBlock['directives'] {
    return this.#part('directives');
  }

  get variables(): RequestBlock['variables'] {
    return this.#part('variables');
  }

  get request(): RequestBlock['request'] {
    return this.#part('request');
  }

  get handlers(): RequestBlock['handlers'] {
    return this.#part('handlers');
  }

  get range(): RequestBlock['range'] {
    return this.#part('range');
  }

  get tokens(): RequestBlock['tokens'] {
    return this.#part('tokens');
  }

  get diagnostics(): RequestBlock['diagnostics'] {
    return this.#part('diagnostics');
  }

  #part<Key extends keyof RequestBlock>(key: Key): RequestBlock[Key] {
    if (!this.#moved.has(key)) this.#moved.set(key, moved(this.#block[key], this.#shift));
    return this.#moved.get(key) as RequestBlock[Key];
  }
}

/** A copy of a part of the tree with all its ranges moved. */
function moved(part: unknown, shift: Shift): unknown {
  if (Array.isArray(part)) return part.map((each: unknown) => moved(each, shift));
  if (typeof part !== 'object' || part === null) return part;
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(part)) {
    if (key === 'offset' || key === 'endOffset') copy[key] = value + shift.offset;
    else if (key === 'line' || key === 'endLine') copy[key] = value + shift.lines;
    else copy[key] = moved(value, shift);
  }
  return copy;
}
