import { englishStrings } from '../../protocol/strings.ts';
import type { ConsoleStrings } from '../../protocol/strings.ts';

export type WordKey = keyof ConsoleStrings;

let strings: ConsoleStrings = englishStrings;
let currentLocale = 'en';

/** Sets the page's language; a key that the host does not know stays English. */
export function useWords(translated: Partial<ConsoleStrings>, language: string): void {
  strings = { ...englishStrings, ...translated };
  currentLocale = Intl.NumberFormat.supportedLocalesOf(language)[0] ?? 'en';
}

/** The locale of numbers and dates. */
export function locale(): string {
  return currentLocale;
}

/** The sentence of `key` with `{0}`, `{1}` replaced by the arguments. */
export function say(key: WordKey, ...args: (string | number)[]): string {
  return strings[key].replace(/\{(\d)\}/g, (hole, index: string) => {
    const argument = args[Number(index)];
    return argument === undefined ? hole : String(argument);
  });
}

const ordinalKeys = {
  zero: 'ordinalOther',
  one: 'ordinalOne',
  two: 'ordinalTwo',
  few: 'ordinalFew',
  many: 'ordinalOther',
  other: 'ordinalOther',
} as const satisfies Record<Intl.LDMLPluralRule, WordKey>;

/** `7th`, in the words of the page's language. */
export function sayOrdinal(count: number): string {
  const rule = new Intl.PluralRules(currentLocale, { type: 'ordinal' }).select(count);
  return say(ordinalKeys[rule], count);
}

/** One of two sentences, by whether the language counts `count` as one. */
export function sayCount(one: WordKey, other: WordKey, count: number): string {
  const rule = new Intl.PluralRules(currentLocale).select(count);
  return say(rule === 'one' ? one : other, new Intl.NumberFormat(currentLocale).format(count));
}
