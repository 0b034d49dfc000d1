import type { ConnectionLog } from './connectionLog.ts';
import type { TlsProgress } from './tlsProgress.ts';
import type { TlsFacts } from '../wire/dialer/connection.ts';
import type { ConnectionView, TlsView } from '../../protocol/exchange.ts';

/** What there is to show of a socket; `origin` stands in until the socket knows its own. */
export function connectionView(connection: ConnectionLog, origin: string): ConnectionView {
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
    closed: connection.end,
    bytesOut: connection.out.lengthBytes,
    bytesIn: connection.in.lengthBytes,
    cipherBytesOut: connection.cipherBytesOut,
    cipherBytesIn: connection.cipherBytesIn,
  };
}

/** Until TLS is established, or where it never is, what its handshake has shown. */
function tlsView(facts: TlsFacts | null | undefined, progress: TlsProgress): TlsView | null {
  const agreed = facts ?? progress.facts;
  return agreed === null ? null : { ...agreed, offered: progress.offered };
}
