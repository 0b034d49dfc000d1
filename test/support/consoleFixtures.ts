import type { ExchangeView } from '../../src/protocol/exchange.ts';
import type { HopView } from '../../src/protocol/hopView.ts';
import {
  connection,
  failure,
  handshake,
  judgement,
  noTimings,
  tls,
  upgradeHop,
} from './consoleFixtureParts.ts';
import { conversation, rawStream } from './consoleConversations.ts';
import type { FixtureName } from './consoleFixtureNames.ts';
import { ticker } from './consoleTickerFixture.ts';

function order(): ExchangeView {
  return {
    ...ticker(),
    id: 2,
    kind: 'http',
    name: 'get order',
    url: 'https://localhost:8443/orders/42',
    file: 'examples/hello.http',
    line: 12,
    state: 'completed',
    status: 200,
    reason: 'OK',
    elapsedMs: 34,
    openedAtMs: null,
    reused: true,
    httpVersion: '2',
    counts: {
      framesOut: 0,
      framesIn: 0,
      messagesOut: 0,
      messagesIn: 0,
      bytesOut: 380,
      bytesIn: 1204,
    },
    handshake: null,
    steps: [],
    checks: [],
    logs: [],
    deflateRatio: null,
    connection: connection({
      tls: { ...tls, alpn: 'h2', offered: { ...tls.offered!, alpn: ['h2', 'http/1.1'] } },
      requests: 7,
    }),
    timings: { ...noTimings, send: 1.1, wait: 26.1, receive: 6.8, total: 34 },
    hops: [
      {
        ...upgradeHop(),
        url: 'https://localhost:8443/orders/42',
        request: {
          method: 'GET',
          target: '/orders/42',
          httpVersion: '2',
          headers: [
            [':authority', 'localhost:8443'],
            ['accept', 'application/json'],
            ['accept-encoding', 'gzip, deflate, br, zstd'],
            ['authorization', 'Bearer ••••••'],
            ['user-agent', 'Wirebook/0.1.0'],
          ],
          bodyLength: 0,
        },
        informational: [
          { status: 103, headers: [['link', '</style.css>; rel=preload; as=style']] },
        ],
        response: {
          httpVersion: '2',
          status: 200,
          reason: 'OK',
          headers: [
            ['content-type', 'application/json; charset=utf-8'],
            ['content-encoding', 'gzip'],
            ['content-length', '1204'],
            ['etag', '"5f-d41d8cd98f00b204e9800998ecf8427e"'],
            ['set-cookie', 'session=••••••; Path=/; HttpOnly; Secure; SameSite=Lax'],
            ['date', 'Sun, 22 Nov 2026 14:00:00 GMT'],
          ],
        },
        body: {
          contentType: 'application/json; charset=utf-8',
          charset: 'utf-8',
          encoding: 'gzip',
          wireBytes: 1204,
          bytes: 4812,
          keptBytes: 4812,
          streamed: null,
          complete: true,
        },
        requestsBefore: 6,
        dns: null,
        attempts: [],
        phases: [
          { phase: 'send', startMs: 0, endMs: 1.1 },
          { phase: 'wait', startMs: 1.1, endMs: 27.2 },
          { phase: 'receive', startMs: 27.2, endMs: 34 },
        ],
      },
    ],
  };
}

function image(): ExchangeView {
  const base = order();
  const hop = base.hops[0]!;
  return {
    ...base,
    id: 9,
    name: 'image',
    reused: false,
    hops: [
      {
        ...hop,
        requestsBefore: 0,
        body: {
          ...hop.body!,
          contentType: 'image/png',
          encoding: 'identity',
          wireBytes: 95,
          bytes: 95,
          keptBytes: 95,
          streamed: null,
        },
      },
    ],
  };
}

function redirects(): ExchangeView {
  const base = order();
  const last = base.hops[0]!;
  const hop = (
    index: number,
    status: number,
    from: string,
    to: string,
    startMs: number,
  ): HopView => ({
    ...last,
    url: `http://localhost:8080${from}`,
    request: { ...last.request!, target: from, httpVersion: '1.1' },
    informational: [],
    response: {
      httpVersion: '1.1',
      status,
      reason: status === 301 ? 'Moved Permanently' : 'Found',
      headers: [
        ['Location', to],
        ['Content-Length', '0'],
      ],
    },
    body: {
      ...last.body!,
      contentType: null,
      encoding: 'identity',
      wireBytes: 0,
      bytes: 0,
      keptBytes: 0,
      streamed: null,
    },
    connection: 3,
    requestsBefore: index,
    attempts:
      index === 0
        ? [
            {
              remote: { address: '127.0.0.1', port: 8080 },
              startMs: startMs + 0.6,
              endMs: startMs + 1.1,
              result: 'connected',
            },
          ]
        : [],
    phases: [
      ...(index === 0
        ? [
            { phase: 'dns' as const, startMs, endMs: startMs + 0.6 },
            { phase: 'tcp' as const, startMs: startMs + 0.6, endMs: startMs + 1.1 },
          ]
        : []),
      { phase: 'send', startMs: startMs + 1.1, endMs: startMs + 1.3 },
      { phase: 'wait', startMs: startMs + 1.3, endMs: startMs + 8.4 },
      { phase: 'receive', startMs: startMs + 8.4, endMs: startMs + 8.6 },
    ],
  });
  const shifted = last.phases.map((span) => ({
    ...span,
    startMs: span.startMs + 18,
    endMs: span.endMs === null ? null : span.endMs + 18,
  }));
  return {
    ...base,
    id: 3,
    name: 'redirect twice',
    url: 'http://localhost:8080/redirect/2',
    elapsedMs: 52,
    hops: [
      hop(0, 301, '/redirect/2', '/redirect/1', 0),
      hop(1, 302, '/redirect/1', 'https://localhost:8443/orders/42', 8.8),
      { ...last, phases: shifted, requestsBefore: 0 },
    ],
    timings: { ...noTimings, send: 1.1, wait: 26.1, receive: 6.8, total: 52 },
  };
}

function selfSigned(): ExchangeView {
  const base = order();
  const leaf = { ...tls.chain[0]!, subject: 'CN=localhost', issuer: 'CN=localhost' };
  return {
    ...base,
    id: 5,
    kind: 'websocket',
    name: 'hall',
    url: 'wss://localhost:8443/hall',
    state: 'failed',
    status: null,
    reason: null,
    httpVersion: null,
    reused: false,
    elapsedMs: 8.1,
    timings: { ...noTimings, dns: 1.5, tcp: 1.8, tls: 4.8, total: 8.1 },
    failure: failure({
      code: 'WB_TLS_SELF_SIGNED',
      phase: 'tls',
      message:
        'The certificate is self-signed. localhost presented a certificate that no authority you trust has signed (CN=localhost, valid until 2027-02-20).',
      hint: 'Nothing was sent. Trust it for this host, or add its authority to the trusted ones.',
      cause: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    }),
    connection: connection({
      tls: {
        ...tls,
        authorized: false,
        authorizationError: 'DEPTH_ZERO_SELF_SIGNED_CERT',
        chain: [leaf],
      },
      closed: { by: 'local', reason: null },
      bytesOut: 0,
      bytesIn: 0,
    }),
    hops: [
      {
        ...upgradeHop(),
        request: null,
        response: null,
        phases: [
          { phase: 'dns', startMs: 0, endMs: 1.5 },
          { phase: 'tcp', startMs: 1.5, endMs: 3.3 },
          { phase: 'tls', startMs: 3.3, endMs: 8.1, failed: true },
        ],
      },
    ],
  };
}

function tcpRefused(): ExchangeView {
  const base = selfSigned();
  return {
    ...base,
    id: 6,
    kind: 'http',
    name: 'hello',
    url: 'http://localhost:8080/json',
    elapsedMs: 1.9,
    connection: null,
    failure: failure({
      code: 'WB_TCP_REFUSED',
      phase: 'tcp',
      message:
        'Nothing listens on localhost:8080. Both addresses refused the connection (::1, 127.0.0.1).',
      hint: 'Start the server, or check the port.',
      cause: 'ECONNREFUSED',
    }),
    hops: [
      {
        ...base.hops[0]!,
        url: 'http://localhost:8080/json',
        connection: null,
        attempts: [
          {
            remote: { address: '::1', port: 8080 },
            startMs: 1.1,
            endMs: 1.4,
            result: 'ECONNREFUSED',
          },
          {
            remote: { address: '127.0.0.1', port: 8080 },
            startMs: 1.4,
            endMs: 1.9,
            result: 'ECONNREFUSED',
          },
        ],
        phases: [
          { phase: 'dns', startMs: 0, endMs: 1.1 },
          { phase: 'tcp', startMs: 1.1, endMs: 1.9, failed: true },
        ],
      },
    ],
  };
}

function refused(): ExchangeView {
  const base = ticker();
  const hop = base.hops[0]!;
  return {
    ...base,
    id: 7,
    name: 'refuse',
    url: 'ws://localhost:8080/refuse/403',
    state: 'failed',
    status: 403,
    reason: 'Forbidden',
    openedAtMs: null,
    counts: { ...base.counts, framesIn: 0, framesOut: 0 },
    deflateRatio: null,
    failure: failure({
      code: 'WB_WS_REFUSED',
      phase: 'upgrade',
      message: 'The server refused the upgrade with 403 Forbidden.',
      hint: 'Its answer is shown below: look there for the reason.',
    }),
    handshake: {
      ...handshake,
      accept: null,
      acceptOk: false,
      protocol: null,
      extensions: [],
      status: 403,
    },
    hops: [
      {
        ...hop,
        response: {
          httpVersion: '1.1',
          status: 403,
          reason: 'Forbidden',
          headers: [
            ['Content-Type', 'application/json'],
            ['Content-Length', '61'],
            ['Connection', 'close'],
          ],
        },
        body: {
          contentType: 'application/json',
          charset: 'utf-8',
          encoding: 'identity',
          wireBytes: 61,
          bytes: 61,
          keptBytes: 61,
          streamed: null,
          complete: true,
        },
        phases: hop.phases.map((span) =>
          span.phase === 'wait' ? { ...span, failed: true } : span,
        ),
      },
    ],
  };
}

function badFrame(): ExchangeView {
  return {
    ...ticker(),
    id: 8,
    name: 'broken server',
    state: 'failed',
    failure: failure({
      code: 'WB_WS_RESERVED_BIT',
      phase: 'frames',
      message: 'The server set a reserved bit that no extension has claimed.',
      hint: 'We closed with 1002. The frame is marked in the log.',
    }),
    close: { code: 1002, codeName: 'protocol error', reason: '', by: 'us', clean: false },
  };
}

function events(): ExchangeView {
  const base = order();
  const hop = base.hops[0]!;
  return {
    ...base,
    id: 10,
    kind: 'sse',
    name: 'prices',
    url: 'http://localhost:8080/sse',
    state: 'receiving',
    elapsedMs: 5200,
    timings: null,
    hops: [
      {
        ...hop,
        body: {
          ...hop.body!,
          contentType: 'text/event-stream',
          encoding: 'identity',
          complete: false,
        },
        phases: [
          { phase: 'send', startMs: 0, endMs: 1.1 },
          { phase: 'wait', startMs: 1.1, endMs: 27.2 },
          { phase: 'receive', startMs: 27.2, endMs: null },
        ],
      },
    ],
  };
}

function unprepared(): ExchangeView {
  return {
    ...tcpRefused(),
    id: 11,
    name: 'create order',
    method: 'POST',
    url: 'https://{{host}}/orders',
    elapsedMs: 0,
    hops: [],
    timings: null,
    failure: failure({
      code: 'WB_UNRESOLVED_VARIABLE',
      phase: 'prepare',
      message: 'The variable “host” has no value. Nothing was sent.',
      hint: 'Set it in the file with “@host = …” or choose an environment that has it.',
    }),
  };
}

/** The exchange of a fixture; times are taken when it is called. */
export function fixtureExchange(name: FixtureName): ExchangeView | null {
  const million = { ...ticker(), counts: { ...ticker().counts, framesIn: 999_988 } };
  const makers: Record<FixtureName, () => ExchangeView | null> = {
    empty: () => null,
    untrusted: () => null,
    ticker,
    million: () => million,
    json: order,
    checks: () => ({ ...order(), ...judgement }),
    lanesSix: order,
    lanesQueue: order,
    lanesHttp2: order,
    lanesRetry: order,
    lanesReconnect: order,
    lanesCompared: order,
    lanesMixed: order,
    lanesEmpty: () => null,
    image,
    refused,
    selfSigned,
    tcpRefused,
    redirects,
    events,
    badFrame,
    conversation: () => conversation(ticker()),
    rawStream: () => rawStream(ticker()),
    unprepared,
    connecting: () => ({
      ...ticker(),
      id: 12,
      state: 'connecting',
      openedAtMs: null,
      handshake: null,
      steps: [],
      checks: [],
      logs: [],
      deflateRatio: null,
      counts: { ...ticker().counts, framesIn: 0, framesOut: 0 },
    }),
    closed: () => ({
      ...ticker(),
      id: 13,
      state: 'closed',
      close: { code: 1000, codeName: 'normal closure', reason: 'bye', by: 'peer', clean: true },
    }),
  };
  return makers[name]();
}
