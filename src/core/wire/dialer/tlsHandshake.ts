import type { Socket } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import { connect } from 'node:tls';
import { WireError } from '../../errors/wireError.ts';
import type { WireEventBody } from '../events.ts';
import type { CertificateFacts } from '../wireFacts.ts';
import { peerChain } from './certificates.ts';
import type { DialTarget, TlsFacts } from './connection.ts';
import { alertIn, handshakeFailure, lateAlert } from './handshakeFailure.ts';
import type { HelloWatch } from './helloWatch.ts';
import { writeKeys } from './keyLog.ts';
import { readOcsp } from './ocsp.ts';
import type { OcspStaple } from './ocsp.ts';
import type { Stopping } from './stopping.ts';
import { StreamAdapter } from './streamAdapter.ts';
import { TappedSocket } from './tappedSocket.ts';
import type { TlsSession } from './tlsSessions.ts';
import { keepSession, sessionOf } from './tlsSessions.ts';
import { certificateFailure, serverNameOf } from './verdict.ts';

/** What a handshake needs beside its target. */
export interface HandshakeContext {
  /** Writes an event of this connection. */
  emit: (event: WireEventBody) => void;
  /** Reads along what passes the ciphertext tap. */
  watch: HelloWatch;
  stopping: Stopping;
  trust: SecureContext;
}

/** A secured stream and what is known of it. */
export interface Secured {
  socket: TLSSocket;
  facts: TlsFacts;
  /** Says what an error of the stream means, where it is an alert. */
  explain: (error: Error) => Error;
}

/**
 * Shakes hands over `under` and judges the certificate. Nothing of the request is sent before that; where the
 * certificate is not believed and the target asks to verify, `under` is destroyed. Fails with a `WB_TLS_…` code.
 */
export async function secure(
  under: Socket,
  target: DialTarget,
  context: HandshakeContext,
): Promise<Secured> {
  const sni = serverNameOf(target.host);
  if (target.keyLogFile) writeKeys(target.keyLogFile, '');
  context.emit({ event: 'tls.started', sni });
  if (target.keyLogFile) context.emit({ event: 'tls.keyLog', file: target.keyLogFile });
  try {
    const earlier = sessionOf(target, context.trust);
    const { socket, ocsp } = await shakeHands(under, target, context, earlier);
    const facts = { ...factsOf(socket, sni, context.watch), ocsp };
    // Node believes every session that is resumed, also of a host that was the wrong one when it began.
    if (facts.resumed && earlier !== null) Object.assign(facts, earlier.verdict);
    judge(facts, target, context);
    rememberSession(socket, facts, target, context);
    const explain = (error: Error): Error => {
      reportAlert(error, context);
      return lateAlert(target, context.watch, error) ?? error;
    };
    return { socket, facts, explain };
  } catch (error) {
    under.destroy();
    const failure = error instanceof WireError ? error : new WireError('WB_TLS_FAILED', 'tls');
    context.watch.tellSentCertificates();
    reportAlert(failure.cause, context);
    const reason = failure.params['reason'] ?? failure.params['received'] ?? failure.code;
    context.emit({ event: 'tls.failed', code: failure.code, reason });
    throw failure;
  }
}

interface Shaken {
  socket: TLSSocket;
  ocsp: OcspStaple | null;
}

function shakeHands(
  under: Socket,
  target: DialTarget,
  { emit, watch, stopping, trust }: HandshakeContext,
  earlier: TlsSession | null,
): Promise<Shaken> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      socket: new StreamAdapter(new TappedSocket(under, watch, under)).stream,
      host: target.host,
      servername: serverNameOf(target.host) ?? '',
      ALPNProtocols: target.alpn,
      secureContext: trust,
      requestOCSP: true,
      ...(earlier === null ? {} : { session: earlier.ticket }),
      // Judged below, so that the recording has the chain of a certificate that is refused.
      rejectUnauthorized: false,
    });
    const settle = (act: () => void): void => {
      stopping.signal.removeEventListener('abort', stop);
      socket.off('end', ended);
      act();
    };
    const fail = (error: Error | null): void =>
      settle(() => reject(handshakeFailure(target, watch, error)));
    const ended = (): void => fail(null);
    const stop = (): void => settle(() => reject(stopping.reason('tls')));
    let ocsp: OcspStaple | null = null;
    socket.once('OCSPResponse', (response) => {
      // Node tells that there is none with an empty one, or with null.
      if (!response?.length) return;
      ocsp = readOcsp(response);
      emit({ event: 'tls.ocsp', ...ocsp });
    });
    const { keyLogFile } = target;
    socket.on('keylog', (line) => {
      watch.keyLog(line);
      if (keyLogFile) writeKeys(keyLogFile, line);
    });
    socket.once('secureConnect', () => settle(() => resolve({ socket, ocsp })));
    socket.on('error', fail);
    socket.once('end', ended);
    socket.once('close', () => fail(null));
    if (stopping.signal.aborted) stop();
    else stopping.signal.addEventListener('abort', stop, { once: true });
  });
}

function factsOf(socket: TLSSocket, sni: string | null, watch: HelloWatch): TlsFacts {
  const authorizationError = errorCode(socket.authorizationError);
  return {
    version: socket.getProtocol() ?? watch.serverHello?.version ?? 'unknown',
    cipher: socket.getCipher().standardName,
    group: watch.serverHello?.group ?? null,
    alpn: socket.alpnProtocol === false ? null : socket.alpnProtocol,
    sni,
    resumed: socket.isSessionReused(),
    authorized: socket.authorized,
    ...(authorizationError === null ? {} : { authorizationError }),
    chain: peerChain(socket, watch.sentCertificates()),
  };
}

/** Node types it as Error, and gives a code as string. */
function errorCode(error: unknown): string | null {
  if (error === null || error === undefined) return null;
  return typeof error === 'string' ? error : ((error as NodeJS.ErrnoException).code ?? 'unknown');
}

function judge(facts: TlsFacts, target: DialTarget, { emit, watch }: HandshakeContext): void {
  const { chain, sni: _sni, ocsp: _ocsp, ...agreed } = facts;
  // A resumed session sends none (RFC 8446 §2.2).
  if (!facts.resumed) watch.tellCertificates(chain);
  if (!facts.authorized && target.verify && !isPinned(chain[0], target)) {
    throw certificateFailure(facts.authorizationError ?? 'unknown', chain, target);
  }
  emit({ event: 'tls.established', ...agreed });
}

/** TLS 1.3 gives tickets whenever it likes; older versions have agreed on a session by now. */
function rememberSession(
  socket: TLSSocket,
  { version, authorized, authorizationError, chain }: TlsFacts,
  target: DialTarget,
  { trust }: HandshakeContext,
): void {
  const verdict = { authorized, ...(authorizationError && { authorizationError }), chain };
  const keep = (ticket: Buffer): void => keepSession(target, trust, { ticket, verdict });
  const agreed = version === 'TLSv1.3' ? undefined : socket.getSession();
  if (agreed !== undefined) keep(agreed);
  socket.on('session', keep);
}

/** An alert that came encrypted is known from OpenSSL's error alone. */
function reportAlert(error: unknown, { emit, watch }: HandshakeContext): void {
  const description = error instanceof Error ? alertIn(error) : null;
  if (description === null || watch.alert !== null) return;
  emit({ event: 'tls.alert', dir: 'in', level: 'fatal', description });
}

/** The user has looked at this very certificate and believes it. */
function isPinned(leaf: CertificateFacts | undefined, target: DialTarget): boolean {
  return leaf !== undefined && (target.trustedFingerprints ?? []).includes(leaf.sha256);
}
