import { constants, createHash, createHmac, sign, verify } from 'node:crypto';
import type { SignKeyObjectInput } from 'node:crypto';

/** Encodings of text by the names that Java gives them, without `-` and `_`. */
const encodings: Record<string, BufferEncoding> = {
  utf8: 'utf8',
  utf16le: 'utf16le',
  iso88591: 'latin1',
  latin1: 'latin1',
  usascii: 'ascii',
  ascii: 'ascii',
  hex: 'hex',
  base64: 'base64',
  base64url: 'base64url',
};

/** Bytes in another notation: hex, base64, base64url or an encoding of text. */
export function convertText(text: string, from: string, to: string): string {
  if (from === 'hex' && !/^(?:[0-9a-f]{2})*$/i.test(text)) {
    throw new Error(`"${text.slice(0, 100)}" is not hexadecimal`);
  }
  return Buffer.from(text, encodingOf(from)).toString(encodingOf(to));
}

function encodingOf(name: string): BufferEncoding {
  const encoding = encodings[name.toLowerCase().replaceAll(/[-_]/g, '')];
  if (encoding !== undefined) return encoding;
  throw new Error(`the encoding ${name} is none of UTF-8, UTF-16LE, ISO-8859-1 and US-ASCII`);
}

/** The hash of bytes in hex. */
export function digestOf(algorithm: string, hex: string): string {
  return createHash(algorithm).update(hex, 'hex').digest('hex');
}

/** The HMAC (RFC 2104) of bytes in hex, with a secret in hex. */
export function hmacOf(algorithm: string, secretHex: string, hex: string): string {
  return createHmac(algorithm, Buffer.from(secretHex, 'hex')).update(hex, 'hex').digest('hex');
}

/** A signature by an algorithm of RFC 7518 §3.1, in base64url; `key` is a secret, or a private key in PEM. */
export function signatureOf(algorithm: string, key: string, text: string): string {
  const { family, hash } = algorithmOf(algorithm);
  if (family === 'HS') return createHmac(hash, key).update(text).digest('base64url');
  return sign(hash, Buffer.from(text), keyFor(family, key)).toString('base64url');
}

/** `true` where the signature is that of the key, or nothing. */
export function signatureIsGood(
  algorithm: string,
  key: string,
  text: string,
  signature: string,
): string {
  const { family, hash } = algorithmOf(algorithm);
  const isGood =
    family === 'HS'
      ? signatureOf(algorithm, key, text) === signature
      : verify(hash, Buffer.from(text), keyFor(family, key), Buffer.from(signature, 'base64url'));
  return isGood ? 'true' : '';
}

function algorithmOf(name: string): { family: string; hash: string } {
  const [, family, bits] = /^(HS|RS|PS|ES)(256|384|512)$/.exec(name) ?? [];
  if (family !== undefined) return { family, hash: `sha${bits}` };
  throw new Error(`the algorithm ${name} is none of HS, RS, PS and ES with 256, 384 or 512`);
}

function keyFor(family: string, key: string): { key: string } & Omit<SignKeyObjectInput, 'key'> {
  if (family === 'ES') return { key, dsaEncoding: 'ieee-p1363' };
  if (family === 'RS') return { key };
  const saltLength = constants.RSA_PSS_SALTLEN_DIGEST;
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
}
