import { codes } from './codes.ts';
import { Maker, type Make, type Random } from './maker.ts';
import { network } from './network.ts';
import { people } from './people.ts';
import { places } from './places.ts';
import { texts } from './texts.ts';
import { trade } from './trade.ts';

const makers = new Map<string, Make>(
  Object.entries({ ...places, ...trade, ...codes, ...network, ...people, ...texts }),
);

/** All that can be made up: `address.city` and so on. */
export const madeUpNames: readonly string[] = [...makers.keys()].toSorted();

const spelling = new Map(madeUpNames.map((name) => [name.toLowerCase(), name]));

/**
 * JetBrains' `$random.address.city`, `$random.lorem.words(5)` and their kin, from small lists of our own; `null` for what
 * is not among them. `usage` says how one is written whose arguments are wrong.
 */
export function madeUp(
  expression: string,
  random: Random,
): { value: string } | { usage: string } | null {
  const match = /^\$random\.(\w+\.\w+)(?:\(([^()]*)\))?$/.exec(expression);
  const name = spelling.get(match?.[1]?.toLowerCase() ?? '') ?? '';
  const written = match?.[2]?.trim() ?? '';
  const args = written === '' ? [] : written.split(',').map((arg) => arg.trim());
  const make = makers.get(name);
  if (make === undefined) return null;
  const maker = new Maker(random, args);
  const value = make(maker);
  return maker.isMisused ? { usage: `{{$random.${name}${maker.usage}}}` } : { value };
}

/** What there is of a group such as `address`; without one of that name, the groups. */
export function madeUpNamesLike(group: string): string[] {
  const ofGroup = madeUpNames.filter((each) => each.startsWith(`${group}.`));
  if (ofGroup.length > 0) return ofGroup;
  return [...new Set(madeUpNames.map((each) => each.replace(/\..*/, '.*')))];
}
