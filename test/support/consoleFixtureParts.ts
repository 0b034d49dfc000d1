import type { ConnectionView, TlsView } from '../../src/protocol/connectionView.ts';
import type { ExchangeView, FailureView, HandshakeView } from '../../src/protocol/exchange.ts';
import type { HopView, PhaseSpan } from '../../src/protocol/hopView.ts';

const local = { address: '127.0.0.1', port: 51834 };

/** Where the demo server listens. */
const remote = { address: '127.0.0.1', port: 8443 };

function daysFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}

/** A TLS 1.3 connection with a chain of two. */
export const tls: TlsView = {
  version: 'TLSv1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  group: 'X25519MLKEM768',
  alpn: 'http/1.1',
  sni: 'localhost',
  resumed: false,
  authorized: true,
  chain: [
    {
      subject: 'CN=localhost, O=Wirebook demo',
      issuer: 'CN=Wirebook demo CA 2026',
      san: ['localhost', '127.0.0.1', '::1'],
      notBefore: daysFromNow(-20),
      notAfter: daysFromNow(70),
      sha256:
        '3B:7E:1A:9C:04:5F:D2:88:61:0E:BB:42:9D:17:C3:F0:5A:2E:84:6B:0D:F9:33:71:AC:58:E6:12:C7:90:4D:2F',
    },
    {
      subject: 'CN=Wirebook demo CA 2026',
      issuer: 'CN=Wirebook demo CA 2026',
      san: [],
      notBefore: daysFromNow(-20),
      notAfter: daysFromNow(3630),
      sha256:
        '91:0C:7D:45:EA:B8:22:F6:19:83:5C:D4:07:6E:AF:30:C1:9B:58:E2:74:0A:BD:66:F3:25:8E:D9:41:1C:97:6A',
      local: true,
    },
  ],
  offered: {
    versions: ['TLS 1.3', 'TLS 1.2'],
    ciphers: ['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'],
    groups: ['X25519MLKEM768', 'X25519', 'P-256'],
    alpn: ['http/1.1'],
  },
};

/** An open socket to the demo server. */
export function connection(change: Partial<ConnectionView> = {}): ConnectionView {
  return {
    id: 4,
    origin: 'https://localhost:8443',
    local,
    remote,
    proxy: null,
    tls,
    requests: 1,
    exchanges: [1],
    openedAtMs: Date.now() - 42_000,
    closed: null,
    bytesOut: 1204,
    bytesIn: 120_442,
    cipherBytesOut: 3120,
    cipherBytesIn: 141_008,
    ...change,
  };
}

const upgradePhases: PhaseSpan[] = [
  { phase: 'blocked', startMs: 0, endMs: 0.01 },
  { phase: 'dns', startMs: 0.01, endMs: 1.21 },
  { phase: 'tcp', startMs: 1.21, endMs: 2.11 },
  { phase: 'tls', startMs: 2.11, endMs: 14.5 },
  { phase: 'send', startMs: 14.5, endMs: 14.7 },
  { phase: 'wait', startMs: 14.7, endMs: 17.6 },
];

/** An accepted upgrade. */
export function upgradeHop(): HopView {
  return {
    url: 'wss://localhost:8443/ticker',
    cause: null,
    lostBy: null,
    request: {
      method: 'GET',
      target: '/ticker',
      httpVersion: '1.1',
      headers: [
        ['Host', 'localhost:8443'],
        ['Upgrade', 'websocket'],
        ['Connection', 'Upgrade'],
        ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
        ['Sec-WebSocket-Version', '13'],
        ['Sec-WebSocket-Protocol', 'quotes.v2, quotes.v1'],
        ['Sec-WebSocket-Extensions', 'permessage-deflate; client_max_window_bits'],
        ['Authorization', 'Bearer ••••••'],
      ],
      bodyLength: 0,
    },
    trailers: [],
    informational: [],
    response: {
      httpVersion: '1.1',
      status: 101,
      reason: 'Switching Protocols',
      headers: [
        ['upgrade', 'websocket'],
        ['connection', 'Upgrade'],
        ['sec-websocket-accept', 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='],
        ['sec-websocket-protocol', 'quotes.v2'],
        ['sec-websocket-extensions', 'permessage-deflate; server_no_context_takeover'],
      ],
    },
    body: null,
    connection: 4,
    requestsBefore: 0,
    dns: { host: 'localhost', addresses: ['::1', '127.0.0.1'] },
    attempts: [
      { remote: { address: '::1', port: 8443 }, startMs: 1.21, endMs: 1.4, result: 'ECONNREFUSED' },
      { remote, startMs: 1.42, endMs: 2.11, result: 'connected' },
    ],
    phases: upgradePhases,
  };
}

/** Its check of Sec-WebSocket-Accept. */
export const handshake: HandshakeView = {
  extendedConnect: false,
  key: 'dGhlIHNhbXBsZSBub25jZQ==',
  accept: 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
  acceptExpected: 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
  acceptOk: true,
  sha1: 'b3 7a 4f 2c c0 62 4f 16 90 f6 46 06 cf 38 59 45 b2 be c4 ea',
  protocolsOffered: ['quotes.v2', 'quotes.v1'],
  protocol: 'quotes.v2',
  extensionsOffered: ['permessage-deflate'],
  extensions: [{ name: 'permessage-deflate', params: { server_no_context_takeover: true } }],
  status: 101,
};

/** A failure, with what is said about it. */
export function failure(change: Partial<FailureView>): FailureView {
  return { code: '', phase: '', message: '', hint: '', cause: null, params: {}, ...change };
}

/** No phase took place. */
export const noTimings = {
  blocked: null,
  dns: null,
  tcp: null,
  proxy: null,
  tls: null,
  send: null,
  wait: null,
  receive: null,
};

/** What assertions, tests and a script's output add to an answer. */
export const judgement: Pick<ExchangeView, 'checked' | 'checks' | 'logs'> = {
  checked: { passed: 2, failed: 1, logged: 2 },
  checks: [
    { line: 12, text: 'status == 200', passed: true, actual: '200' },
    { line: 13, text: 'header content-type includes json', passed: true, actual: '' },
    { line: 16, text: '总价大于 200', passed: false, actual: 'total is 199.5' },
  ],
  logs: ['token tok-42', '{"city":"杭州"}'],
};
