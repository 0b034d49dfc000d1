import type { Direction } from '../../protocol/exchange.ts';
import type { RowFilter, RowSource, RowType } from '../../protocol/rows.ts';
import type { WordKey } from '../words/words.ts';

/** A chip of the filter bar: the types it lets pass. */
export interface TypeChip {
  word: WordKey;
  types: RowType[];
}

const text: TypeChip = { word: 'chipText', types: ['text'] };
const binary: TypeChip = { word: 'chipBinary', types: ['binary'] };
const pingPong: TypeChip = { word: 'chipPing', types: ['ping', 'pong'] };
const close: TypeChip = { word: 'chipClose', types: ['close'] };
const h2Data: TypeChip = { word: 'typeData', types: ['data'] };
const h2Headers: TypeChip = { word: 'typeHeaders', types: ['headers'] };
const h2Control: TypeChip = { word: 'typeControl', types: ['control'] };

const chipsOf: Record<RowSource, TypeChip[]> = {
  frames: [text, binary, pingPong, close],
  messages: [text, binary],
  wire: [],
  events: [],
  data: [text, binary],
  http2: [h2Data, h2Headers, h2Control],
};

/** The chips that make sense for a log. */
export function typeChips(source: RowSource): TypeChip[] {
  return chipsOf[source];
}

export const emptyFilter: RowFilter = { directions: [], types: [], text: '' };

export function isDirectionShown(filter: RowFilter, direction: Direction): boolean {
  return filter.directions.length === 0 || filter.directions.includes(direction);
}

export function isChipShown(filter: RowFilter, chip: TypeChip): boolean {
  return filter.types.length === 0 || chip.types.every((type) => filter.types.includes(type));
}

/** Shows or hides a direction. Hiding the last one shows both again: a log of nothing helps nobody. */
export function toggleDirection(filter: RowFilter, direction: Direction): RowFilter {
  const shown = (['out', 'in'] as const).filter(
    (each) => isDirectionShown(filter, each) !== (each === direction),
  );
  return { ...filter, directions: shown.length === 2 ? [] : shown };
}

/** Shows or hides the types of a chip, like `toggleDirection`. */
export function toggleChip(filter: RowFilter, source: RowSource, chip: TypeChip): RowFilter {
  const chips = typeChips(source);
  const shown = chips.filter((each) => isChipShown(filter, each) !== (each === chip));
  if (shown.length === chips.length) return { ...filter, types: [] };
  const types = shown.flatMap((each) => each.types);
  // A continuation belongs to a text or binary message; what fits no chip is always shown.
  const data = types.includes('text') || types.includes('binary');
  return {
    ...filter,
    types: types.length === 0 ? [] : [...types, ...(data ? (['cont'] as const) : []), 'other'],
  };
}
