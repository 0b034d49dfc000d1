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

/** Where to connect for a URL under these options. Throws `WB_INVALID_URL`. */
export function poolTargetOf(url: string, options: RequestOptions): PoolTarget {
  const parsed = parse(url);
  const priorKnowledge = options.httpVersion === '2-prior' && parsed.protocol === 'http:';
  const dial = { ...dialTargetOf(parsed, options, alpnOf(options)), tunnel: priorKnowledge };
  return {
    key: keyOf(dial, priorKnowledge),
    dial,
    priorKnowledge,
    limit: connectionLimit(options.profile) ?? Infinity,
  };
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

/** What was verified for one must not be taken by another that asks for more. */
function keyOf(dial: DialTarget, priorKnowledge: boolean): string {
  const { connectionTimeoutMs: _any, ...shared } = dial;
  return JSON.stringify([shared, priorKnowledge]);
}
