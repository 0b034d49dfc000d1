import type { WireErrorCode } from '../../errors/wireError.ts';
import { WireError } from '../../errors/wireError.ts';
import type { DialTarget } from './connection.ts';
import { isAlertName } from './helloNames.ts';
import type { HelloWatch } from './helloWatch.ts';

/** What a server says of a client certificate that it does not accept (RFC 8446 §6.2). */
const ABOUT_OUR_CERTIFICATE = new Set([
  'bad_certificate',
  'unsupported_certificate',
  'certificate_revoked',
  'certificate_expired',
  'certificate_unknown',
  'unknown_ca',
  'access_denied',
]);

/** Node's words where the peer sends FIN; it gives them the code of a reset. */
const CLOSED_IN_HANDSHAKE = /^Client network socket disconnected/;

/** OpenSSL has no version to offer, or refuses the one that the server chose. */
const VERSION_ERRORS =
  /^ERR_SSL_(?:UNSUPPORTED_PROTOCOL|WRONG_VERSION_NUMBER|WRONG_SSL_VERSION|NO_PROTOCOLS_AVAILABLE)$/;

const ALERT_ERROR = /^ERR_SSL_(?:SSL\/TLS|SSLV3|TLSV1|TLSV13)_(?:ALERT_)?(\w+)$/;

/** Why a handshake failed; `error` is `null` where the server just closed. */
export function handshakeFailure(
  target: DialTarget,
  watch: HelloWatch,
  error: NodeJS.ErrnoException | null,
): WireError {
  if (watch.notTls !== null) {
    return failure('WB_TLS_NOT_TLS', target, error, { received: watch.notTls });
  }
  const alert = watch.alert ?? alertIn(error);
  if (alert !== null) return alertFailure(alert, target, watch, error);
  if (VERSION_ERRORS.test(error?.code ?? '')) {
    return versionFailure(target, watch, error, watch.serverHello?.version ?? 'nothing');
  }
  if (error?.code === 'ECONNRESET' && !CLOSED_IN_HANDSHAKE.test(error.message)) {
    return failure('WB_CONNECTION_RESET', target, error, {});
  }
  return failure('WB_TLS_FAILED', target, error, { reason: reasonOf(error) });
}

/**
 * In TLS 1.3 a server judges our certificate after we are done with the handshake, so its alert breaks a connection
 * that was ready. `null` where the error is no alert.
 */
export function lateAlert(target: DialTarget, watch: HelloWatch, error: Error): WireError | null {
  const alert = alertIn(error);
  return alert === null ? null : alertFailure(alert, target, watch, error);
}

function alertFailure(
  alert: string,
  target: DialTarget,
  watch: HelloWatch,
  error: Error | null,
): WireError {
  const reason = `the alert ${alert}`;
  const isNamed = Boolean(target.clientCertificate);
  if (alert === 'certificate_required' || (watch.asksForCertificate && !isNamed)) {
    return failure('WB_TLS_CLIENT_CERTIFICATE_REQUIRED', target, error, { reason });
  }
  if (isNamed && ABOUT_OUR_CERTIFICATE.has(alert)) {
    return failure('WB_TLS_CLIENT_CERTIFICATE_REFUSED', target, error, { reason });
  }
  if (alert === 'protocol_version') return versionFailure(target, watch, error, reason);
  return failure('WB_TLS_FAILED', target, error, {
    reason: `the server sent ${reason}`,
    case: alert,
  });
}

function versionFailure(
  target: DialTarget,
  { clientHello }: HelloWatch,
  error: Error | null,
  reason: string,
): WireError {
  const offered = clientHello?.versions.join(', ') ?? 'nothing';
  return failure('WB_TLS_VERSION', target, error, { offered, reason });
}

/** OpenSSL names the alert in the code of its error, such as `ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED`. */
export function alertIn(error: NodeJS.ErrnoException | null): string | null {
  const name = ALERT_ERROR.exec(error?.code ?? '')?.[1];
  const alert = name?.toLowerCase() ?? '';
  return isAlertName(alert) ? alert : null;
}

function reasonOf(error: NodeJS.ErrnoException | null): string {
  if (error === null || error.code === 'ECONNRESET') return 'the server closed the connection';
  return error.code ?? error.message;
}

function failure(
  code: WireErrorCode,
  { host, port }: DialTarget,
  cause: Error | null,
  params: Record<string, string>,
): WireError {
  return new WireError(code, 'tls', {
    cause: cause ?? undefined,
    params: { host, port: String(port), ...params },
  });
}
