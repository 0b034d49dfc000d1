import type { HeaderField } from '../wireFacts.ts';
import { DEFAULT_TABLE_BYTES, fieldBytes, staticFields } from './hpackTable.ts';

interface Entry {
  field: HeaderField;
  /** How many were added before it. */
  number: number;
}

const staticPlaces = new Map<string, number>();
const staticNames = new Map<string, number>();
for (const [index, field] of staticFields.entries()) {
  staticPlaces.set(keyOf(field), index + 1);
  if (!staticNames.has(field[0])) staticNames.set(field[0], index + 1);
}

/** Finds the index of a field in the tables of an encoder (RFC 7541 §2.3), and keeps its dynamic table. */
export class HpackIndex {
  readonly #entries: Entry[] = [];
  /** The youngest entry of each field, and of each name. */
  readonly #places = new Map<string, Entry>();
  readonly #names = new Map<string, Entry>();
  #added = 0;
  #sizeBytes = 0;
  #limitBytes = DEFAULT_TABLE_BYTES;

  get limitBytes(): number {
    return this.#limitBytes;
  }

  /** Of name and value; `null` where it is in no table. */
  field(field: HeaderField): number | null {
    const key = keyOf(field);
    return staticPlaces.get(key) ?? this.#indexOf(this.#places.get(key));
  }

  /** Of a field of this name, 0 where there is none. */
  name(name: string): number {
    return staticNames.get(name) ?? this.#indexOf(this.#names.get(name)) ?? 0;
  }

  add(field: HeaderField): void {
    const entry = { field, number: this.#added++ };
    this.#entries.push(entry);
    this.#places.set(keyOf(field), entry);
    this.#names.set(field[0], entry);
    this.#sizeBytes += fieldBytes(field);
    this.#evict();
  }

  resize(limitBytes: number): void {
    this.#limitBytes = limitBytes;
    this.#evict();
  }

  /** The youngest has the first index behind the static ones. */
  #indexOf(entry: Entry | undefined): number | null {
    return entry === undefined ? null : staticFields.length + this.#added - entry.number;
  }

  #evict(): void {
    while (this.#sizeBytes > this.#limitBytes) {
      const oldest = this.#entries.shift()!;
      const { field } = oldest;
      this.#sizeBytes -= fieldBytes(field);
      const key = keyOf(field);
      if (this.#places.get(key) === oldest) this.#places.delete(key);
      if (this.#names.get(field[0]) === oldest) this.#names.delete(field[0]);
    }
  }
}

/** No name holds a line break. */
function keyOf([name, value]: HeaderField): string {
  return `${name}\n${value}`;
}
