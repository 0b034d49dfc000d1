import type { Make, Maker } from './maker.ts';
import { quotes } from './wordLists.ts';

function sentence(make: Maker, words: number): string {
  const text = make.many('lorem', words + make.below(6));
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function sentences(make: Maker, count: number): string {
  return Array.from({ length: count }, () => sentence(make, 3)).join(' ');
}

function paragraphs(make: Maker, count: number): string {
  return Array.from({ length: count }, () => sentences(make, 3)).join('\n');
}

function characters(make: Maker, count: number): string {
  return Array.from({ length: count }, () => make.below(36).toString(36)).join('');
}

function fixedString(make: Maker, length: number): string {
  let text = '';
  while (text.length < length) text += sentence(make, 3);
  return text.slice(0, length);
}

function randomNumber(make: Maker): string {
  const digits = Math.min(make.count(6), 15);
  const low = make.flag(false) && digits > 0 ? 10 ** (digits - 1) : 0;
  return String(Math.floor(make.between(low, 10 ** digits)));
}

function randomDouble(make: Maker): string {
  const decimals = Math.min(make.count(2), 15);
  return String(Number(make.between(make.number(0), make.number(100)).toFixed(decimals)));
}

const hash =
  (length: number): Make =>
  (make) =>
    make.filled('x'.repeat(length));
const digit: Make = (make) => make.filled('#');

/** Words, numbers and what has no other group. */
export const texts: Record<string, Make> = {
  'bool.bool': (make) => make.of(['true', 'false']),
  'ChuckNorris.fact': (make) => make.of(quotes.norris),
  'color.hex': (make) => `${make.flag(true) ? '#' : ''}${make.filled('xxxxxx')}`,
  'color.name': (make) => make.one('color'),
  'crypto.md5': hash(32),
  'crypto.sha1': hash(40),
  'crypto.sha256': hash(64),
  'crypto.sha512': hash(128),
  'hacker.abbreviation': (make) => make.one('acronym'),
  'hacker.adjective': (make) => make.one('adjective'),
  'hacker.ingverb': (make) => `${make.one('aim').replace(/e$/, '')}ing`,
  'hacker.noun': (make) => make.one('device'),
  'hacker.verb': (make) => make.one('aim'),
  'lorem.character': (make) => characters(make, 1),
  'lorem.characters': (make) => characters(make, make.count(255)),
  'lorem.fixedString': (make) => fixedString(make, make.count(64)),
  'lorem.paragraph': (make) => sentences(make, make.count(3)),
  'lorem.paragraphs': (make) => paragraphs(make, make.count(2)),
  'lorem.sentence': (make) => sentence(make, make.count(6)),
  'lorem.sentences': (make) => sentences(make, make.count(3)),
  'lorem.word': (make) => make.one('lorem'),
  'lorem.words': (make) => make.many('lorem', make.count(3)),
  'number.digit': digit,
  'number.digits': (make) => make.filled('#'.repeat(make.count(6))),
  'number.numberBetween': (make) =>
    String(Math.floor(make.between(make.number(0), make.number(100)))),
  'number.randomDigit': digit,
  'number.randomDigitNotZero': (make) => String(1 + make.below(9)),
  'number.randomDouble': randomDouble,
  'number.randomNumber': randomNumber,
  'shakespeare.asYouLikeItQuote': (make) => make.of(quotes.asYouLikeIt),
  'shakespeare.hamletQuote': (make) => make.of(quotes.hamlet),
  'shakespeare.kingRichardIIIQuote': (make) => make.of(quotes.richard),
  'shakespeare.romeoAndJulietQuote': (make) => make.of(quotes.romeo),
};
