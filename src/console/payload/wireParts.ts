import type { WireBorder } from '../../protocol/rows.ts';
import type { HexBorder } from '../hex/hexModel.ts';
import { formatCount } from '../words/formats.ts';
import { say } from '../words/words.ts';
import type { WordKey } from '../words/words.ts';

const partWords: Record<NonNullable<WireBorder['part']>, WordKey> = {
  interim: 'partInterim',
  head: 'partHead',
  body: 'partBody',
  chunk: 'partChunk',
  lastChunk: 'partLastChunk',
  trailers: 'partTrailers',
};

/** A border with the name of its part in the page's language. */
export function namedBorder({ offset, label, part, number, extension }: WireBorder): HexBorder {
  if (part === undefined) return { offset, label };
  const name = say(partWords[part], number === undefined ? '' : formatCount(number));
  return { offset, label: extension === undefined ? name : `${name} ; ${extension}` };
}
