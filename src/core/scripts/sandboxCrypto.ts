import type { SandboxHost } from './sandboxHost.ts';

/*
 * `crypto` and `jwt` of a script. The source text of each function is evaluated inside the sandbox, beside those of
 * `sandboxParts.ts`.
 */

/** Takes bytes in three notations; `hex` has what was taken so far. */
function hashBuilder(host: SandboxHost, algorithm: string, secret: string | null, hex = '') {
  const more = (part: string) => hashBuilder(host, algorithm, secret, hex + part);
  const digest = (): string =>
    secret === null ? host.digest(algorithm, hex) : host.hmac(algorithm, secret, hex);
  return {
    updateWithText: (text: unknown, encoding: unknown = 'utf8') =>
      more(host.convert(String(text), String(encoding), 'hex')),
    updateWithHex: (text: unknown) => more(host.convert(String(text), 'hex', 'hex')),
    updateWithBase64: (text: unknown) => more(host.convert(String(text), 'base64', 'hex')),
    digest: () => ({
      toHex: digest,
      toBase64: (urlSafe = false) =>
        host.convert(digest(), 'hex', urlSafe ? 'base64url' : 'base64'),
    }),
  };
}

/** HMAC wants its secret first. */
function secretBuilder(host: SandboxHost, algorithm: string) {
  const withSecret = (hex: string) => hashBuilder(host, algorithm, hex);
  return {
    withTextSecret: (secret: unknown, encoding: unknown = 'utf8') =>
      withSecret(host.convert(String(secret), String(encoding), 'hex')),
    withHexSecret: (secret: unknown) => withSecret(host.convert(String(secret), 'hex', 'hex')),
    withBase64Secret: (secret: unknown) =>
      withSecret(host.convert(String(secret), 'base64', 'hex')),
  };
}

/** A builder for each algorithm; that of SHA-3 takes the number of bits. */
function forAlgorithms<T>(make: (algorithm: string) => T) {
  const names = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'];
  return {
    ...Object.fromEntries(names.map((name) => [name, () => make(name)])),
    sha3: (bits: unknown = '256') => make(`sha3-${String(bits)}`),
  };
}

/** A function of JetBrains that is not there says what is. */
export function missing(name: string, instead: string): PropertyDescriptor {
  return {
    get: () => {
      throw new Error(`${name} is not there: ${instead}`);
    },
  };
}

export function cryptoApi(host: SandboxHost) {
  const api = {
    ...forAlgorithms((algorithm) => hashBuilder(host, algorithm, null)),
    hmac: forAlgorithms((algorithm) => secretBuilder(host, algorithm)),
  };
  const instead = 'jwt.sign(claims, key, { algorithm }) signs with RSA and ECDSA';
  return Object.defineProperties(api, {
    subtle: missing('crypto.subtle', instead),
    rsa: missing('crypto.rsa', instead),
  });
}

/** A part of a JSON Web Token (RFC 7519 §3) and back. */
function tokenPart(host: SandboxHost, value: unknown): string {
  return host.convert(JSON.stringify(value), 'utf8', 'base64url');
}

function readToken(host: SandboxHost, token: unknown) {
  const [header = '', payload = '', signature = ''] = String(token).split('.');
  const read = (part: string): Record<string, unknown> =>
    JSON.parse(host.convert(part, 'base64url', 'utf8')) as Record<string, unknown>;
  return { header: read(header), payload: read(payload), signature };
}

/** `algorithm` is what is written, then what the token says, then HS256. */
export function jwtApi(host: SandboxHost) {
  type Options = { algorithm?: string; header?: object };
  return {
    sign: (claims: object, key: unknown, { algorithm = 'HS256', header = {} }: Options = {}) => {
      const head = tokenPart(host, { alg: algorithm, typ: 'JWT', ...header });
      const signed = `${head}.${tokenPart(host, claims)}`;
      return `${signed}.${host.sign(algorithm, String(key), signed)}`;
    },
    decode: (token: unknown) => readToken(host, token),
    verify: (token: unknown, key: unknown, options: Options = {}) => {
      const { header, payload, signature } = readToken(host, token);
      const algorithm = options.algorithm ?? String(header['alg']);
      const signed = String(token).split('.', 2).join('.');
      if (!host.verify(algorithm, String(key), signed, signature)) {
        throw new Error('the signature of the token is not that of the key');
      }
      if (typeof payload['exp'] === 'number' && payload['exp'] * 1000 < Date.now()) {
        throw new Error('the token has expired');
      }
      return payload;
    },
  };
}

/** What the sandbox must know of this file. */
export const cryptoFunctions = [
  hashBuilder,
  secretBuilder,
  forAlgorithms,
  missing,
  cryptoApi,
  tokenPart,
  readToken,
  jwtApi,
];
