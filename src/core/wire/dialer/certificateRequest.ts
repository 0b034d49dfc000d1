import { ByteReader } from './byteReader.ts';
import type { DerElement } from './der.ts';
import { childrenOf, objectIdentifier, readDer } from './der.ts';
import { signatureName } from './extensionNames.ts';

/** What a server wants to see of a client (RFC 5246 §7.4.4). */
export interface CertificateRequest {
  signatureAlgorithms: string[];
  /** Subjects of the authorities that it takes, as in certificates; empty takes any. */
  authorities: string[];
}

/** Attributes of names, as OpenSSL writes them (RFC 4519 §2, RFC 2985 §5.2.1). */
const ATTRIBUTES: Record<string, string> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '0.9.2342.19200300.100.1.25': 'DC',
};
const BMP_STRING = 0x1e;

/** Reads the body of a CertificateRequest of TLS 1.2; in TLS 1.3 the message is encrypted. */
export function readCertificateRequest(body: Buffer): CertificateRequest {
  const reader = new ByteReader(body);
  reader.vector(1);
  const signatureAlgorithms = reader.vector(2).numbers().map(signatureName);
  const list = reader.vector(2);
  const authorities: string[] = [];
  while (list.remaining > 0) {
    const name = list.vector(2);
    authorities.push(nameIn(name.take(name.remaining)));
  }
  return { signatureAlgorithms, authorities };
}

/** A distinguished name (RFC 5280 §4.1.2.4): a sequence of sets of attributes. */
function nameIn(der: Buffer): string {
  const sets = childrenOf(readDer(der)).map((set) => childrenOf(set).map(attributeIn));
  return sets.map((attributes) => attributes.join(' + ')).join(', ');
}

function attributeIn(attribute: DerElement): string {
  const [type, value] = childrenOf(attribute);
  const identifier = objectIdentifier(type);
  return `${ATTRIBUTES[identifier] ?? identifier}=${escaped(textIn(value))}`;
}

/** What would read as more than a value has a backslash (RFC 4514 §2.4), as in the names of certificates. */
function escaped(value: string): string {
  return value
    .replace(/[,+"\\<>;]|^[ #]| $/g, '\\$&')
    .replace(/\p{Cc}/gu, (control) => `\\${hexByte(control.charCodeAt(0))}`);
}

function hexByte(value: number): string {
  return value.toString(16).toUpperCase().padStart(2, '0');
}

/** Almost all are UTF-8 or ASCII; a BMPString is UTF-16, big-endian. */
function textIn(value: { tag: number; content: Buffer } | undefined): string {
  if (value?.tag !== BMP_STRING) return value?.content.toString('utf8') ?? '';
  const even = value.content.subarray(0, value.content.length & ~1);
  return Buffer.from(even).swap16().toString('utf16le');
}
