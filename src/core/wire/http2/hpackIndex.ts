import type { HeaderField } from '../wireFacts.ts';
import { DEFAULT_TABLE_BYTES, fieldBytes, staticFields } from './hpackTable.ts';

/** Places in a table by name, then by value. */
type Places = Map<string, Map<string, number>>;

const staticPlaces: Places = new Map();
for (const [index, field] of staticFields.entries()) put(staticPlaces, field, index + 1);

/** Finds the index of a field in the tables of an encoder (RFC 7541 §2.3), and keeps its dynamic table. */
export class HpackIndex {
  /** Oldest first. */
  readonly #fields: HeaderField[] = [];
  /** How many were added before it. */
  readonly #places: Places = new Map();
  #added = 0;
  #sizeBytes = 0;
  #limitBytes = DEFAULT_TABLE_BYTES;

  get limitBytes(): number {
    return this.#limitBytes;
  }

  /** Of name and value; `null` where they are in no table. */
  field(name: string, value: string): number | null {
    const place = staticPlaces.get(name)?.get(value);
    return place ?? this.#indexOf(this.#places.get(name)?.get(value));
  }

  /** Of a field of this name, 0 where there is none. */
  name(name: string): number {
    const place = firstOf(staticPlaces.get(name));
    return place ?? this.#indexOf(firstOf(this.#places.get(name))) ?? 0;
  }

  /** Takes a field in that is in no table; older ones make room (RFC 7541 §4.4). */
  add(field: HeaderField): void {
    this.#fields.push(field);
    put(this.#places, field, this.#added++);
    this.#sizeBytes += fieldBytes(field);
    this.#evict();
  }

  resize(limitBytes: number): void {
    this.#limitBytes = limitBytes;
    this.#evict();
  }

  /** The youngest has the first index behind the static ones. */
  #indexOf(place: number | undefined): number | null {
    return place === undefined ? null : staticFields.length + this.#added - place;
  }

  #evict(): void {
    while (this.#sizeBytes > this.#limitBytes) {
      const oldest = this.#fields.shift()!;
      const values = this.#places.get(oldest[0])!;
      this.#sizeBytes -= fieldBytes(oldest);
      values.delete(oldest[1]);
      if (values.size === 0) this.#places.delete(oldest[0]);
    }
  }
}

function put(places: Places, [name, value]: HeaderField, place: number): void {
  let values = places.get(name);
  if (values === undefined) places.set(name, (values = new Map()));
  values.set(value, place);
}

function firstOf(values: Map<string, number> | undefined): number | undefined {
  return values?.values().next().value;
}
