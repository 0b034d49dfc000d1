import type { Duplex } from 'node:stream';
import type { SecureContext, TLSSocket } from 'node:tls';
import { connect } from 'node:tls';
import { WireError } from '../../errors/wireError.ts';
import type { CertificateFacts, WireEventBody } from '../events.ts';
import { peerChain } from './certificates.ts';
import type { DialTarget, TlsFacts } from './connection.ts';
import { handshakeFailure, lateAlert } from './handshakeFailure.ts';
import type { HelloWatch } from './helloWatch.ts';
import type { Stopping } from './stopping.ts';
import { certificateFailure, serverNameOf } from './verdict.ts';

/** What a handshake needs beside its target. */
export interface HandshakeContext {
  /** Writes an event of this connection. */
  emit: (event: WireEventBody) => void;
  /** What the ciphertext tap has seen. */
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
  under: Duplex,
  target: DialTarget,
  context: HandshakeContext,
): Promise<Secured> {
  const sni = serverNameOf(target.host);
  context.emit({ event: 'tls.started', sni });
  try {
    const socket = await shakeHands(under, target, context);
    const facts = factsOf(socket, sni, context.watch);
    judge(facts, target, context);
    const explain = (error: Error): Error => lateAlert(target, context.watch, error) ?? error;
    return { socket, facts, explain };
  } catch (error) {
    under.destroy();
    const failure = error instanceof WireError ? error : new WireError('WB_TLS_FAILED', 'tls');
    const reason = failure.params['reason'] ?? failure.params['received'] ?? failure.code;
    context.emit({ event: 'tls.failed', code: failure.code, reason });
    throw failure;
  }
}

function shakeHands(
  under: Duplex,
  target: DialTarget,
  { watch, stopping, trust }: HandshakeContext,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      socket: under,
      host: target.host,
      servername: serverNameOf(target.host) ?? '',
      ALPNProtocols: target.alpn,
      secureContext: trust,
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
    socket.once('secureConnect', () => settle(() => resolve(socket)));
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
    group: watch.serverHello?.group ?? ephemeralGroup(socket),
    alpn: socket.alpnProtocol === false ? null : socket.alpnProtocol,
    sni,
    resumed: socket.isSessionReused(),
    authorized: socket.authorized,
    ...(authorizationError === null ? {} : { authorizationError }),
    chain: peerChain(socket),
  };
}

/** Node types it as Error, and gives a code as string. */
function errorCode(error: unknown): string | null {
  if (error === null || error === undefined) return null;
  return typeof error === 'string' ? error : ((error as NodeJS.ErrnoException).code ?? 'unknown');
}

/** Group of a TLS 1.2 key exchange; BoringSSL and finite fields give no name. */
function ephemeralGroup(socket: TLSSocket): string | null {
  try {
    const info = socket.getEphemeralKeyInfo();
    return info !== null && 'name' in info && typeof info.name === 'string' ? info.name : null;
  } catch {
    return null;
  }
}

function judge(facts: TlsFacts, target: DialTarget, { emit }: HandshakeContext): void {
  const { chain, sni: _sni, ...agreed } = facts;
  emit({ event: 'tls.certificate', chain });
  if (!facts.authorized && target.verify && !isPinned(chain[0], target)) {
    throw certificateFailure(facts.authorizationError ?? 'unknown', chain, target);
  }
  emit({ event: 'tls.established', ...agreed });
}

/** The user has looked at this very certificate and believes it. */
function isPinned(leaf: CertificateFacts | undefined, target: DialTarget): boolean {
  return leaf !== undefined && (target.trustedFingerprints ?? []).includes(leaf.sha256);
}
