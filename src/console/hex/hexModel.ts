/** A border in a dump: a part of the bytes begins here. */
export interface HexBorder {
  offset: number;
  label: string;
}

/** Bytes between two borders; a part before the first border has no label. */
export interface HexRegion {
  start: number;
  /** Excluded. */
  end: number;
  label: string | null;
}

/** A line of a dump: the label of a part, or some of its bytes (`end` excluded). */
export type HexLine =
  | { kind: 'label'; region: HexRegion }
  | { kind: 'bytes'; region: HexRegion; start: number; end: number };

/** Cuts a payload into regions at its borders; borders outside of it are left out. */
export function regionsOf(borders: readonly HexBorder[], lengthBytes: number): HexRegion[] {
  const sorted: { offset: number; label: string | null }[] = borders
    .filter(({ offset }) => offset >= 0 && offset < lengthBytes)
    .toSorted((a, b) => a.offset - b.offset);
  if (sorted[0]?.offset !== 0) sorted.unshift({ offset: 0, label: null });
  return sorted.map(({ offset, label }, index) => ({
    start: offset,
    end: sorted[index + 1]?.offset ?? lengthBytes,
    label,
  }));
}

/** The lines of a dump, computed one by one: every region begins a line of its own, under its label. */
export class HexLayout {
  readonly #regions: HexRegion[];
  readonly #width: number;
  /** The first line of each region, and after the last the number of lines. */
  readonly #firstLines: number[] = [0];

  constructor(regions: HexRegion[], width: number) {
    this.#regions = regions;
    this.#width = width;
    let lines = 0;
    for (const { start, end, label } of regions) {
      lines += (label === null ? 0 : 1) + Math.ceil((end - start) / width);
      this.#firstLines.push(lines);
    }
  }

  get lineCount(): number {
    return this.#firstLines.at(-1)!;
  }

  /** The line at an index below `lineCount`. */
  line(index: number): HexLine {
    const at = this.#regionOfLine(index);
    const region = this.#regions[at]!;
    const within = index - this.#firstLines[at]!;
    if (region.label !== null && within === 0) return { kind: 'label', region };
    const row = region.label === null ? within : within - 1;
    const start = region.start + row * this.#width;
    return { kind: 'bytes', region, start, end: Math.min(start + this.#width, region.end) };
  }

  #regionOfLine(index: number): number {
    let low = 0;
    let high = this.#regions.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#firstLines[middle]! <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** `00 1f ff` */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** Printable ASCII as it is, everything else as a dot. */
export function asciiOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·',
  ).join('');
}
