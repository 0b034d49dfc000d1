import type { ConnectionLog } from './connectionLog.ts';
import type { Disclosure } from './masker.ts';
import type { TlsProgress } from './tlsProgress.ts';
import type { TlsFacts } from '../wire/dialer/connection.ts';
import { excerpt } from '../wire/dialer/excerpt.ts';
import type { CertificateFacts } from '../wire/wireFacts.ts';
import type {
  CertificateView,
  ConnectionView,
  SocketEnd,
  TlsView,
} from '../../protocol/connectionView.ts';

/** What there is to show of a socket; `origin` stands in until the socket knows its own. */
export function connectionView(
  connection: ConnectionLog,
  origin: string,
  disclosure: Disclosure,
): ConnectionView {
  const { facts } = connection;
  return {
    id: connection.id,
    origin: facts?.origin ?? origin,
    local: connection.local,
    remote: connection.remote,
    proxy: facts?.proxy ?? null,
    tls: tlsView(connection.facts?.tls, connection.tls),
    proxyTls: tlsView(connection.facts?.proxyTls, connection.proxyTls),
    requests: connection.requests,
    exchanges: [...connection.exchanges],
    openedAtMs: connection.openedAtMs,
    closed: socketEnd(connection, disclosure),
    bytesOut: connection.out.lengthBytes,
    bytesIn: connection.in.lengthBytes,
    cipherBytesOut: connection.cipherBytesOut,
    cipherBytesIn: connection.cipherBytesIn,
  };
}

/** Who closed a socket and why; `null` while it is open. */
export function socketEnd({ end }: ConnectionLog, disclosure: Disclosure): SocketEnd | null {
  if (end === null) return null;
  const { by, reason, stray } = end;
  if (stray === null) return { by, reason };
  const { lengthBytes, beginning } = stray;
  return { by, reason, stray: { lengthBytes, excerpt: excerpt(disclosure.bytes(beginning)) } };
}

/** Whoever is believed need not be looked at closely: the certificate itself is for deciding whom to believe. */
function certificateView(certificate: CertificateFacts, isBelieved: boolean): CertificateView {
  const { pem, ...view } = certificate;
  return isBelieved || pem === undefined ? view : { ...view, pem };
}

/** Until TLS is established, or where it never is, what its handshake has shown. */
function tlsView(facts: TlsFacts | null | undefined, progress: TlsProgress): TlsView | null {
  const agreed = facts ?? progress.facts;
  if (agreed === null) return null;
  const { offered, retryGroup, alerts, keyLogFile, clientAuthorities } = progress;
  const chain = agreed.chain.map((each) => certificateView(each, agreed.authorized));
  return {
    ...agreed,
    chain,
    offered,
    retryGroup,
    alerts: [...alerts],
    keyLogFile,
    clientAuthorities,
  };
}
