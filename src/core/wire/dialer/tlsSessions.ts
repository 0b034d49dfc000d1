import { createHash } from 'node:crypto';
import type { SecureContext } from 'node:tls';
import type { DialTarget, TlsFacts } from './connection.ts';

/** What was found when a session began: a handshake that resumes it shows no certificate, and none is judged. */
export type TlsVerdict = Pick<TlsFacts, 'authorized' | 'authorizationError' | 'chain'>;

/** A session that a server lets us resume (RFC 8446 §2.2). */
export interface TlsSession {
  ticket: Buffer;
  verdict: TlsVerdict;
}

const KEPT_SESSIONS = 200;

/** By whom we trust: what was believed under other authorities is of no use. */
let sessions = new WeakMap<SecureContext, Map<string, TlsSession>>();

/** The last session of a target; only of one that was dialed under the same demands, for nothing is verified again. */
export function sessionOf(target: DialTarget, trust: SecureContext): TlsSession | null {
  return sessions.get(trust)?.get(keyOf(target)) ?? null;
}

/** Remembers a session of a server that was dialed all the same. */
export function keepSession(target: DialTarget, trust: SecureContext, session: TlsSession): void {
  const kept = sessions.get(trust) ?? new Map<string, TlsSession>();
  sessions.set(trust, kept);
  const key = keyOf(target);
  kept.delete(key);
  kept.set(key, session);
  const [oldest] = kept.keys();
  if (kept.size > KEPT_SESSIONS && oldest !== undefined) kept.delete(oldest);
}

/** The next handshake with any server is a full one. */
export function forgetSessions(): void {
  sessions = new WeakMap();
}

function keyOf(target: DialTarget): string {
  const { connectionTimeoutMs: _any, ...demands } = target;
  return createHash('sha256').update(JSON.stringify(demands)).digest('base64');
}
