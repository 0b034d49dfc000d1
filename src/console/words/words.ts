import { englishStrings } from '../../protocol/strings/strings.ts';

export type WordKey = keyof typeof englishStrings;

let translations: Record<string, string> = {};
let currentLocale = 'en';

/** Sets the page's language; a sentence without a translation stays English. */
export function useWords(translated: Record<string, string>, language: string): void {
  translations = translated;
  currentLocale = Intl.NumberFormat.supportedLocalesOf(language)[0] ?? 'en';
}

/** The locale of numbers and dates. */
export function locale(): string {
  return currentLocale;
}

/** The sentence of `key` with `{0}`, `{1}` replaced by the arguments. */
export function say(key: WordKey, ...args: (string | number)[]): string {
  const english = englishStrings[key];
  return (translations[english] ?? english).replace(/\{(\d)\}/g, (hole, index: string) => {
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

/** One of two sentences, by whether the language counts `count` as one; `{0}` is the count. */
export function sayCount(
  one: WordKey,
  other: WordKey,
  count: number,
  ...args: (string | number)[]
): string {
  const rule = new Intl.PluralRules(currentLocale).select(count);
  const shown = new Intl.NumberFormat(currentLocale).format(count);
  return say(rule === 'one' ? one : other, shown, ...args);
}
