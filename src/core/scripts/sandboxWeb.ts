import { missing } from './sandboxCrypto.ts';
import type { ScriptHeader } from './script.ts';
import type { SandboxHost } from './sandboxHost.ts';

/*
 * What a script knows from browsers, and dynamic variables. The source text of each function is evaluated inside the
 * sandbox, beside those of `sandboxParts.ts`.
 */

type Pair = [name: string, value: string];

/** A text in `application/x-www-form-urlencoded` (URL Standard §5). */
function formText(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%20', '+')
    .replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function plainText(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    // A percent sign that encodes nothing stands for itself.
    return spaced;
  }
}

function pairOf(part: string): Pair {
  const equals = part.includes('=') ? part.indexOf('=') : part.length;
  return [part.slice(0, equals), part.slice(equals + 1)];
}

function pairsOf(init: unknown): Pair[] {
  if (typeof init === 'object' && init !== null) {
    const entries = Symbol.iterator in init ? [...(init as Iterable<Pair>)] : Object.entries(init);
    return entries.map(([name, value]: [unknown, unknown]) => [String(name), String(value)]);
  }
  const parts = String(init).replace(/^\?/, '').split('&');
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const [name, value] = pairOf(part);
      return [plainText(name), plainText(value)];
    });
}

export function URLSearchParams(init: unknown = '') {
  let pairs = pairsOf(init);
  const remove = (name: unknown): void => {
    pairs = pairs.filter(([each]) => each !== String(name));
  };
  const valuesOf = (name: unknown): string[] =>
    pairs.filter(([each]) => each === String(name)).map(([, value]) => value);
  const append = (name: unknown, value: unknown): void => {
    pairs.push([String(name), String(value)]);
  };
  return {
    append,
    delete: remove,
    get: (name: unknown) => valuesOf(name)[0] ?? null,
    getAll: valuesOf,
    has: (name: unknown) => valuesOf(name).length > 0,
    set: (name: unknown, value: unknown) => {
      const at = pairs.findIndex(([each]) => each === String(name));
      remove(name);
      pairs.splice(at < 0 ? pairs.length : at, 0, [String(name), String(value)]);
    },
    sort: () => {
      pairs.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
    },
    forEach: (visit: (value: string, name: string) => void) => {
      for (const [name, value] of pairs) visit(value, name);
    },
    entries: () => pairs.values(),
    keys: () => pairs.map(([name]) => name).values(),
    values: () => pairs.map(([, value]) => value).values(),
    [Symbol.iterator]: () => pairs.values(),
    toString: () => pairs.map((pair) => pair.map(formText).join('=')).join('&'),
    get size() {
      return pairs.length;
    },
  };
}

/** A cookie that a response sets (RFC 6265 §5.2). */
function cookieOf(field: string) {
  const [pair = '', ...rest] = field.split(';').map((part) => part.trim());
  const [name, value] = pairOf(pair);
  const attributes = new Map(
    rest.map(pairOf).map(([key, text]) => [key.trim().toLowerCase(), text.trim()]),
  );
  return {
    name: name.trim(),
    value: value.trim(),
    domain: attributes.get('domain') ?? null,
    path: attributes.get('path') ?? null,
    expires: attributes.get('expires') ?? null,
    maxAge: attributes.get('max-age') ?? null,
    sameSite: attributes.get('samesite') ?? null,
    secure: attributes.has('secure'),
    httpOnly: attributes.has('httponly'),
  };
}

export function cookiesApi(headers: readonly ScriptHeader[]) {
  const all = headers
    .filter(([name]) => name.toLowerCase() === 'set-cookie')
    .map(([, value]) => cookieOf(value));
  return {
    cookies: () => all,
    cookiesByName: (wanted: unknown) => all.filter(({ name }) => name === wanted),
  };
}

/** `$random.lorem.words(3)` and `$random.uuid`: a value where it is called, or used as a text. */
function dynamicPath(host: SandboxHost, path: string): object {
  const value = (...args: unknown[]): unknown => {
    const text = host.dynamic(args.length === 0 ? path : `${path}(${args.join(', ')})`);
    return /\.(?:integer|float)$/.test(path) ? Number(text) : text;
  };
  const asText = new Set<string | symbol>([Symbol.toPrimitive, 'toString', 'valueOf', 'toJSON']);
  return new Proxy(value, {
    get: (_target, key) => {
      if (asText.has(key)) return () => value();
      return typeof key === 'symbol' ? undefined : dynamicPath(host, `${path}.${key}`);
    },
  });
}

/** The dynamic variables that scripts of JetBrains may use. */
export function dynamicApi(host: SandboxHost): PropertyDescriptorMap {
  const names = ['$uuid', '$guid', '$timestamp', '$isoTimestamp', '$randomInt', '$exampleServer'];
  return {
    ...Object.fromEntries(names.map((name) => [name, { get: () => host.dynamic(name) }])),
    $env: missing('$env', 'write {{$env.NAME}} in the request'),
    $random: { value: dynamicPath(host, '$random') },
  };
}

/** What the sandbox must know of this file. */
export const webFunctions = [
  formText,
  plainText,
  pairOf,
  pairsOf,
  URLSearchParams,
  cookieOf,
  cookiesApi,
  dynamicPath,
  dynamicApi,
];
