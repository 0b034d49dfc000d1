import { WireError } from '../../errors/wireError.ts';
import { connectionLimit } from '../../runner/preparedRequest.ts';
import type { RequestOptions } from '../../runner/preparedRequest.ts';
import type { DialTarget } from '../dialer/connection.ts';
import { dialTargetOf } from '../dialer/dialTarget.ts';

/** Where a hop goes, and how its connections are made and shared. */
export interface PoolTarget {
  /** Connections are shared among hops with the same key. */
  key: string;
  dial: DialTarget;
  /** HTTP/2 without asking (RFC 9113 §3.3). */
  priorKnowledge: boolean;
  /** Most connections of this key at a time. */
  limit: number;
}

const SCHEMES = new Set(['http:', 'https:']);

/** Where to connect for an http or https URL under these options. */
export function poolTargetOf(address: URL, options: RequestOptions): PoolTarget {
  const priorKnowledge = options.httpVersion === '2-prior' && address.protocol === 'http:';
  const dial = dialTargetOf(address, options, alpnOf(options));
  dial.tunnel = priorKnowledge;
  return {
    key: keyOf(dial, priorKnowledge),
    dial,
    priorKnowledge,
    limit: connectionLimit(options.profile) ?? Infinity,
  };
}

/** The one that was parsed last: a run of requests often goes to one place. */
let last: { url: string; address: URL } | null = null;

/** An http or https URL, parsed; nobody may change it. Throws `WB_INVALID_URL` for any other. */
export function addressOf(url: string): URL {
  if (last?.url !== url) last = { url, address: parse(url) };
  return last.address;
}

function parse(url: string): URL {
  const parsed = URL.parse(url);
  if (parsed === null || !SCHEMES.has(parsed.protocol)) {
    throw new WireError('WB_INVALID_URL', 'prepare', { params: { url } });
  }
  return parsed;
}

function alpnOf({ httpVersion }: RequestOptions): string[] {
  if (httpVersion === '1.1') return ['http/1.1'];
  return httpVersion === '2-prior' ? ['h2'] : ['h2', 'http/1.1'];
}

/**
 * What was verified for one must not be taken by another that asks for more. Nearly all have no wishes beyond the
 * origin, and putting all of them into words costs as much as reading a small answer.
 */
function keyOf(dial: DialTarget, priorKnowledge: boolean): string {
  const { host, port, secure, alpn, verify } = dial;
  const origin = `${secure ? 'https' : 'http'}://${host}:${port}`;
  const shared = `${origin} ${alpn.join()} ${verify ? 'verified' : ''} ${priorKnowledge ? 'h2c' : ''}`;
  if (!hasWishes(dial)) return shared;
  return shared + JSON.stringify({ ...dial, connectionTimeoutMs: undefined });
}

function hasWishes(dial: DialTarget): boolean {
  const { extraCa, caFiles = [], trustedFingerprints = [] } = dial;
  if (extraCa.length + caFiles.length + trustedFingerprints.length > 0) return true;
  const { clientCertificate, minVersion, maxVersion, keyLogFile } = dial;
  if (clientCertificate || minVersion || maxVersion || keyLogFile) return true;
  return Boolean(dial.socketPath ?? dial.connectTo ?? dial.proxy);
}
