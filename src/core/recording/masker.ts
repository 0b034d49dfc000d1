import { maskText } from './maskText.ts';
import { occurrences } from './hiddenStrings.ts';
import { escapeRegExp } from './regExp.ts';
import { credentialIn, secretRanges } from './sensitiveHeader.ts';
import type { Range } from './range.ts';
import type { HeaderField } from '../wire/wireFacts.ts';

/** Shorter secrets would also mask what merely looks like them, so they are masked in headers only. */
const shortestSecret = 4;
/** A credential seen in a header is looked for elsewhere too if it is long enough not to be a common word. */
const shortestCredential = 8;
const star = 0x2a;

/** Keys whose values are words of our own contract: a secret that reads `text` must not change them. */
const vocabulary = new Set(
  ['event', 'kind', 'dir', 'direction', 'outcome', 'state', 'phase', 'code', 'codeName'].concat([
    'opcodeName',
    'startedAt',
    'httpVersion',
    'by',
    'result',
  ]),
);

/** How recorded text and bytes are shown: with secrets hidden, or as they are. */
export interface Disclosure {
  readonly hidesSecrets: boolean;
  /** Longest secret in bytes; what is read in slices is masked with this much around it. */
  readonly longestSecretBytes: number;
  text(text: string): string;
  headers(fields: readonly HeaderField[]): HeaderField[];
  /** All strings in a plain value, header fields by their names. */
  value<T>(value: T): T;
  /** The same bytes, secrets overwritten with as many `*`; a copy where there is one. */
  bytes(bytes: Buffer): Buffer;
  /** Where secrets are in these bytes. */
  byteRanges(bytes: Buffer): Range[];
  /** Where secrets are in a header's value, short ones too. */
  headerRanges(name: string, value: string): Range[];
}

const noSecrets: ReadonlySet<string> = new Set();

/** Shows everything as it is. */
export const everything: Disclosure = {
  hidesSecrets: false,
  longestSecretBytes: 0,
  text: (text) => text,
  headers: (fields) => [...fields],
  value: (value) => value,
  bytes: (bytes) => bytes,
  byteRanges: () => [],
  headerRanges: () => [],
};

/** Hides the secrets of one exchange and what sensitive headers hold. */
export class Masker implements Disclosure {
  readonly hidesSecrets = true;
  #secrets: ReadonlySet<string> = noSecrets;
  /** Any secret, for header values. */
  #anySecret: RegExp | null = null;
  /** Secrets that are long enough to be looked for everywhere. */
  #longSecret: RegExp | null = null;
  #patterns: Buffer[] = [];

  constructor(secrets: readonly string[] = []) {
    this.#add(secrets);
  }

  get longestSecretBytes(): number {
    return this.#patterns[0]?.length ?? 0;
  }

  /** Remembers the credentials in these fields as secrets. */
  learn(fields: readonly HeaderField[]): void {
    const credentials: string[] = [];
    for (const [name, value] of fields) {
      const credential = credentialIn(name, value);
      if (credential !== null && credential.length >= shortestCredential)
        credentials.push(credential);
    }
    this.#add(credentials);
  }

  /** Hides these from now on too. */
  hide(secrets: readonly string[]): void {
    this.#add(secrets);
  }

  text(text: string): string {
    return this.#longSecret === null ? text : text.replace(this.#longSecret, maskText);
  }

  headers(fields: readonly HeaderField[]): HeaderField[] {
    return fields.map(([name, value]) => [
      this.text(name),
      replaceRanges(value, this.headerRanges(name, value)),
    ]);
  }

  value<T>(value: T): T {
    return this.#mask(value) as T;
  }

  bytes(bytes: Buffer): Buffer {
    return starred(bytes, this.byteRanges(bytes));
  }

  byteRanges(bytes: Buffer): Range[] {
    return this.#patterns.flatMap((pattern) => occurrences(bytes, pattern));
  }

  headerRanges(name: string, value: string): Range[] {
    const ranges = secretRanges(name, value);
    for (const match of this.#anySecret === null ? [] : value.matchAll(this.#anySecret)) {
      ranges.push({ start: match.index, end: match.index + match[0].length });
    }
    return ranges;
  }

  #add(secrets: readonly string[]): void {
    if (secrets.every((secret) => secret === '')) return;
    this.#secrets = new Set([...this.#secrets, ...secrets.flatMap((secret) => formsOf(secret))]);
    const longestFirst = [...this.#secrets].toSorted((a, b) => b.length - a.length);
    const long = longestFirst.filter(({ length }) => length >= shortestSecret);
    this.#anySecret = anyOf(longestFirst);
    this.#longSecret = anyOf(long);
    this.#patterns = long
      .map((secret) => Buffer.from(secret))
      .toSorted((a, b) => b.length - a.length);
  }

  #mask(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.#mask(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, this.#maskProperty(key, item)]),
    );
  }

  #maskProperty(key: string, value: unknown): unknown {
    if (key === 'headers' || key === 'trailers') return this.headers(value as HeaderField[]);
    return vocabulary.has(key) ? value : this.#mask(value);
  }
}

/** A secret as it stands, in a URL, in a form and in JSON. */
function formsOf(secret: string): string[] {
  if (secret === '') return [];
  const wellFormed = Buffer.from(secret).toString();
  const inUrl = encodeURIComponent(wellFormed);
  return [secret, inUrl, inUrl.replaceAll('%20', '+'), JSON.stringify(secret).slice(1, -1)];
}

function anyOf(texts: string[]): RegExp | null {
  return texts.length === 0 ? null : new RegExp(texts.map(escapeRegExp).join('|'), 'g');
}

function replaceRanges(text: string, ranges: Range[]): string {
  let result = '';
  let from = 0;
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    if (start >= from) result += text.slice(from, start) + maskText;
    from = Math.max(from, end);
  }
  return result + text.slice(from);
}

/** The bytes with these ranges overwritten, in a copy where there are any. */
export function starred(bytes: Buffer, ranges: readonly Range[]): Buffer {
  if (ranges.length === 0) return bytes;
  const masked = Buffer.from(bytes);
  for (const { start, end } of ranges) {
    masked.fill(star, Math.max(0, start), Math.max(0, Math.min(end, masked.length)));
  }
  return masked;
}
