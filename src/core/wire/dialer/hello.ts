import { ByteReader } from './byteReader.ts';
import { extensionName, hex, signatureName } from './extensionNames.ts';
import { cipherName, groupName, isGrease, versionName } from './helloNames.ts';

/** What a client offers (RFC 8446 §4.1.2); GREASE values stand on their own. */
export interface ClientHello {
  versions: string[];
  ciphers: string[];
  groups: string[];
  /** Groups of which a key was sent along. */
  keyShares: string[];
  signatureAlgorithms: string[];
  alpn: string[];
  extensions: string[];
  /** Values that only test the server's tolerance (RFC 8701), as `0x0a0a`. */
  grease: string[];
  /** What it shows of an earlier session, to resume it. */
  resumption: 'psk' | 'ticket' | 'session' | null;
  sni: string | null;
}

/** What a server chose (RFC 8446 §4.1.3); TLS 1.2 names the group in a later message. */
export interface ServerHello {
  version: string;
  cipher: string;
  group: string | null;
  /** A request to begin again with another group, not yet a choice (RFC 8446 §4.1.4). */
  retryRequest: boolean;
}

const EXTENSION = {
  serverName: 0,
  supportedGroups: 10,
  signatureAlgorithms: 13,
  alpn: 16,
  sessionTicket: 35,
  preSharedKey: 41,
  supportedVersions: 43,
  keyShare: 51,
} as const;

const TLS_1_3 = 0x0304;
const NAMED_CURVE = 3;
const RANDOM_BYTES = 32;
/** SHA-256 of "HelloRetryRequest", sent in place of the random (RFC 8446 §4.1.3). */
const RETRY_RANDOM = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c';

/** Reads the body of a ClientHello; what is missing or cut short is empty. */
export function readClientHello(body: Buffer): ClientHello {
  const reader = new ByteReader(body);
  const legacyVersion = reader.uint(2);
  reader.take(RANDOM_BYTES);
  const sessionId = reader.vector(1);
  const ciphers = reader.vector(2).numbers();
  reader.vector(1);
  const extensions = readExtensions(reader);
  const versions = extensions.get(EXTENSION.supportedVersions)?.vector(1).numbers() ?? [
    legacyVersion,
  ];
  const groups = extensions.get(EXTENSION.supportedGroups)?.vector(2).numbers() ?? [];
  const shares = readKeyShares(extensions.get(EXTENSION.keyShare));
  const signatures = extensions.get(EXTENSION.signatureAlgorithms)?.vector(2).numbers() ?? [];
  const values = [versions, ciphers, [...extensions.keys()], groups, shares, signatures].flat();
  return {
    versions: named(versions, versionName),
    ciphers: named(ciphers, cipherName),
    groups: named(groups, groupName),
    keyShares: named(shares, groupName),
    signatureAlgorithms: named(signatures, signatureName),
    alpn: readAlpn(extensions.get(EXTENSION.alpn)),
    extensions: named([...extensions.keys()], extensionName),
    grease: [...new Set(values.filter(isGrease))].map(hex),
    resumption: resumptionOf(extensions, sessionId, versions),
    sni: readServerName(extensions.get(EXTENSION.serverName)),
  };
}

/** Reads the body of a ServerHello; what is missing or cut short is zero or `null`. */
export function readServerHello(body: Buffer): ServerHello {
  const reader = new ByteReader(body);
  const legacyVersion = reader.uint(2);
  const random = reader.take(RANDOM_BYTES).toString('hex');
  reader.vector(1);
  const cipher = reader.uint(2);
  reader.uint(1);
  const extensions = readExtensions(reader);
  const version = extensions.get(EXTENSION.supportedVersions)?.uint(2);
  const group = extensions.get(EXTENSION.keyShare)?.uint(2);
  return {
    version: versionName(version ?? legacyVersion),
    cipher: cipherName(cipher),
    group: group === undefined ? null : groupName(group),
    retryRequest: random === RETRY_RANDOM,
  };
}

/**
 * Group of a ServerKeyExchange, in which TLS 1.2 names it (RFC 8422 §5.4); `null` where the cipher suite takes none that
 * has a name.
 */
export function readExchangedGroup(body: Buffer, cipher: string): string | null {
  if (!cipher.startsWith('TLS_ECDHE_')) return null;
  const reader = new ByteReader(body);
  return reader.uint(1) === NAMED_CURVE ? groupName(reader.uint(2)) : null;
}

/** RFC 8446 §4.2.8: each share is a group and a key. */
function readKeyShares(extension: ByteReader | undefined): number[] {
  const list = extension?.vector(2);
  const groups: number[] = [];
  while (list !== undefined && list.remaining >= 4) {
    groups.push(list.uint(2));
    list.vector(2);
  }
  return groups;
}

/** A session id says nothing in TLS 1.3, where it only looks like a resumption (RFC 8446 Appendix D.4). */
function resumptionOf(
  extensions: Map<number, ByteReader>,
  sessionId: ByteReader,
  versions: number[],
): ClientHello['resumption'] {
  if (extensions.has(EXTENSION.preSharedKey)) return 'psk';
  if ((extensions.get(EXTENSION.sessionTicket)?.remaining ?? 0) > 0) return 'ticket';
  return sessionId.remaining > 0 && !versions.includes(TLS_1_3) ? 'session' : null;
}

function readExtensions(reader: ByteReader): Map<number, ByteReader> {
  const list = reader.vector(2);
  const extensions = new Map<number, ByteReader>();
  while (list.remaining >= 4) {
    const type = list.uint(2);
    extensions.set(type, list.vector(2));
  }
  return extensions;
}

function named(values: number[], name: (value: number) => string): string[] {
  return values.filter((value) => !isGrease(value)).map(name);
}

/** ALPN names that are GREASE are two equal bytes such as 0x0a0a, which no real protocol is. */
function readAlpn(extension: ByteReader | undefined): string[] {
  const list = extension?.vector(2);
  const protocols: string[] = [];
  while (list !== undefined && list.remaining > 0) {
    const protocol = list.vector(1);
    const bytes = protocol.take(protocol.remaining);
    if (bytes.length !== 2 || !isGrease(bytes.readUInt16BE(0))) {
      protocols.push(bytes.toString('latin1'));
    }
  }
  return protocols;
}

/** RFC 6066 §3: a list of names, of which only type 0 (a DNS name) exists. */
function readServerName(extension: ByteReader | undefined): string | null {
  const list = extension?.vector(2);
  if (list === undefined || list.uint(1) !== 0) return null;
  const name = list.vector(2);
  return name.remaining === 0 ? null : name.take(name.remaining).toString('latin1');
}
