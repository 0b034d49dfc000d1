import { createHash } from 'node:crypto';
import type { CertificateFacts } from '../wireFacts.ts';
import type { DialTarget } from './connection.ts';

/** A session that a server lets us resume (RFC 8446 §2.2), and the certificates that were verified for it. */
export interface TlsSession {
  ticket: Buffer;
  chain: CertificateFacts[];
}

const KEPT_SESSIONS = 200;

const sessions = new Map<string, TlsSession>();

/** The last session of a target; only of one that was dialed under the same demands, for nothing is verified again. */
export function sessionOf(target: DialTarget): TlsSession | null {
  return sessions.get(keyOf(target)) ?? null;
}

/** Remembers a session of a server that is believed. */
export function keepSession(target: DialTarget, session: TlsSession): void {
  const key = keyOf(target);
  sessions.delete(key);
  sessions.set(key, session);
  const [oldest] = sessions.keys();
  if (sessions.size > KEPT_SESSIONS && oldest !== undefined) sessions.delete(oldest);
}

/** The next handshake with any server is a full one. */
export function forgetSessions(): void {
  sessions.clear();
}

function keyOf(target: DialTarget): string {
  const { connectionTimeoutMs: _any, ...demands } = target;
  return createHash('sha256').update(JSON.stringify(demands)).digest('base64');
}
