import { words, type WordList } from './wordLists.ts';

/** A random source: from 0 to 1, 1 excluded. */
export type Random = () => number;

/** Longest text, and most words, that an argument may ask for. */
const maxCount = 10_000;

/** Makes one value up: out of chance, and the arguments that its name was written with. */
export class Maker {
  readonly #random: Random;
  readonly #args: readonly string[];
  readonly #presets: string[] = [];
  #isMisused = false;

  constructor(random: Random, args: readonly string[]) {
    this.#random = random;
    this.#args = args;
  }

  /** An argument was none, or there was one too many. */
  get isMisused(): boolean {
    return this.#isMisused || this.#args.length > this.#presets.length;
  }

  /** The arguments that there can be, with the values that they have where they are left out. */
  get usage(): string {
    return this.#presets.length === 0 ? '' : `(${this.#presets.join(', ')})`;
  }

  /** The next argument as a count. */
  count(preset: number): number {
    const count = this.number(preset);
    if (Number.isInteger(count) && count >= 0 && count <= maxCount) return count;
    this.#isMisused = true;
    return 0;
  }

  /** The next argument as a number. */
  number(preset: number): number {
    const text = this.#next(String(preset));
    const value = text === '' ? Number.NaN : Number(text);
    if (Number.isFinite(value)) return value;
    this.#isMisused = true;
    return 0;
  }

  /** The next argument as a text, in quotes or not; it must be among `allowed`, where that is given. */
  text(preset: string, allowed?: readonly string[]): string {
    const text = this.#next(preset).replace(/^(["'])(.*)\1$/, '$2');
    if (allowed !== undefined && !allowed.includes(text)) this.#isMisused = true;
    return text;
  }

  /** The next argument as `true` or `false`. */
  flag(preset: boolean): boolean {
    return this.text(String(preset), ['true', 'false']) === 'true';
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  /** From `low` to below `high`. */
  between(low: number, high: number): number {
    return low + this.#random() * (high - low);
  }

  of<T>(all: readonly [T, ...T[]]): T {
    return all[this.below(all.length)] ?? all[0];
  }

  one(list: WordList): string {
    const all = words[list].split(' ');
    return all[this.below(all.length)] ?? '';
  }

  many(list: WordList, count: number): string {
    return Array.from({ length: count }, () => this.one(list)).join(' ');
  }

  /** `#` becomes a digit, `x` a hexadecimal one, `A` a letter. */
  filled(pattern: string): string {
    return pattern.replace(/[#xA]/g, (place) => {
      if (place === 'A') return String.fromCharCode(65 + this.below(26));
      return this.below(place === '#' ? 10 : 16).toString(16);
    });
  }

  #next(preset: string): string {
    this.#presets.push(preset);
    return this.#args[this.#presets.length - 1] ?? preset;
  }
}

/** How a value is made. */
export type Make = (make: Maker) => string;
