import { noLanes } from '../../src/protocol/lanes.ts';
import type { LanesView, RequestBar, SocketLane } from '../../src/protocol/lanes.ts';
import type { PhaseSpan } from '../../src/protocol/hopView.ts';
import type { FixtureName } from './consoleFixtureNames.ts';

type Phases = [phase: PhaseSpan['phase'], durationMs: number][];

/** Phases one after the other. */
function spans(startMs: number, phases: Phases): PhaseSpan[] {
  let atMs = startMs;
  return phases.map(([phase, durationMs]) => {
    const span = { phase, startMs: atMs, endMs: atMs + durationMs };
    atMs += durationMs;
    return span;
  });
}

export function requestBar(
  exchange: number,
  connection: number | null,
  phases: PhaseSpan[],
  change: Partial<RequestBar> = {},
): RequestBar {
  return {
    exchange,
    hop: 0,
    cause: null,
    lostBy: null,
    kind: 'http',
    name: null,
    method: 'GET',
    target: `/slow/${exchange}`,
    origin: 'http://localhost:8080',
    httpVersion: '1.1',
    status: 200,
    state: 'completed',
    connection,
    requestsBefore: 0,
    phases,
    open: null,
    limit: 6,
    ...change,
  };
}

export function socketLane(connection: number, change: Partial<SocketLane> = {}): SocketLane {
  return {
    connection,
    origin: 'http://localhost:8080',
    local: { address: '127.0.0.1', port: 51_829 + connection },
    remote: { address: '127.0.0.1', port: 8080 },
    proxy: null,
    tlsVersion: null,
    openedMs: 1.2,
    closedMs: null,
    closed: null,
    bytesOut: 124,
    bytesIn: 318,
    requests: 1,
    ...change,
  };
}

function picture(
  sockets: SocketLane[],
  bars: RequestBar[],
  change: Partial<LanesView> = {},
): LanesView {
  const ends = bars.flatMap(({ phases }) => phases.map(({ endMs }) => endMs ?? 0));
  return {
    run: 1,
    runs: 1,
    startedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5),
    endMs: Math.max(0, ...ends),
    nowMs: Math.max(0, ...ends) + 1500,
    live: false,
    sockets,
    bars,
    omitted: 0,
    repeated: null,
    ...change,
  };
}

const fresh: Phases = [
  ['dns', 0.7],
  ['tcp', 0.5],
];
const answer: Phases = [
  ['send', 0.2],
  ['wait', 271],
  ['receive', 0.4],
];

/** Ten slow requests over six connections: four wait. */
export function sixConnections(): LanesView {
  const first = Array.from({ length: 6 }, (_, index) =>
    requestBar(index, index + 1, spans(0, [...fresh, ...answer])),
  );
  const second = Array.from({ length: 4 }, (_, index) =>
    requestBar(index + 6, index + 1, spans(0, [['blocked', 273 + index], ...answer]), {
      requestsBefore: 1,
    }),
  );
  const sockets = Array.from({ length: 6 }, (_, index) =>
    socketLane(index + 1, { requests: index < 4 ? 2 : 1 }),
  );
  return picture(sockets, [...first, ...second], { run: 2, runs: 3 });
}

/** One slow answer holds up two more on a single connection. */
function queue(): LanesView {
  const bars = [0, 1, 2].map((index) =>
    requestBar(
      index,
      1,
      index === 0
        ? spans(0, [...fresh, ...answer])
        : spans(0, [
            ['blocked', 273 * index],
            ['send', 0.2],
            ['wait', 12],
            ['receive', 0.3],
          ]),
      { limit: 1, requestsBefore: index, target: index === 0 ? '/slow/1' : '/json' },
    ),
  );
  const closed = { by: 'remote', reason: null } as const;
  return picture([socketLane(1, { requests: 3, closed, closedMs: 560 })], bars);
}

/** Ten at once on one HTTP/2 connection. */
function multiplexed(): LanesView {
  const origin = 'https://localhost:8443';
  const bars = Array.from({ length: 10 }, (_, index) =>
    requestBar(
      index,
      1,
      index === 0
        ? spans(0, [...fresh, ['tls', 9], ...answer])
        : spans(0, [
            ['blocked', 10.4],
            ['send', 0.1],
            ['wait', 271],
            ['receive', 0.3],
          ]),
      { httpVersion: '2', origin, requestsBefore: index },
    ),
  );
  const remote = { address: '127.0.0.1', port: 8443 };
  const socket = socketLane(1, { requests: 10, tlsVersion: 'TLSv1.3', origin, remote });
  return picture([socket], bars);
}

/** Ten requests over six connections, and the same again over HTTP/2. */
export function compared(): LanesView {
  const six = sixConnections();
  const origin = 'https://localhost:8443';
  const bars = six.bars.map((bar) => ({ ...bar, origin, exchange: bar.exchange + 20 }));
  return { ...multiplexed(), run: 3, runs: 3, repeated: { ...six, bars } };
}

/** A kept connection is closed under the second request, four seconds later. */
function retried(): LanesView {
  const quick: Phases = [
    ['send', 0.2],
    ['wait', 2.1],
    ['receive', 0.2],
  ];
  const lost = spans(4100, [
    ['send', 0.2],
    ['wait', 1.4],
  ]);
  lost[1]!.failed = true;
  const bars = [
    requestBar(1, 1, spans(0, [...fresh, ...quick]), { target: '/close-idle' }),
    requestBar(2, 1, lost, {
      target: '/A',
      lostBy: 'WB_HTTP_CLOSED_BEFORE_RESPONSE',
      state: 'failed',
      status: null,
      requestsBefore: 1,
    }),
    requestBar(2, 2, spans(4101.8, [['tcp', 0.4], ...quick]), {
      target: '/A',
      hop: 1,
      cause: 'retry',
    }),
  ];
  const closed = { by: 'remote', reason: null } as const;
  return picture(
    [socketLane(1, { requests: 2, closed, closedMs: 4101.7 }), socketLane(2, { openedMs: 4102.2 })],
    bars,
  );
}

/** A WebSocket that was lost and connected again, and what happened between long silences. */
function reconnected(): LanesView {
  const socket = { kind: 'websocket', target: '/ticker', status: 101 } as const;
  const handshake = (startMs: number) => spans(startMs, [...fresh, ['send', 0.2], ['wait', 2.2]]);
  const bars = [
    requestBar(1, 1, handshake(0), {
      ...socket,
      state: 'failed',
      lostBy: '1012',
      open: { startMs: 3.6, endMs: 1800 },
    }),
    requestBar(1, 2, handshake(2800), {
      ...socket,
      hop: 1,
      cause: 'reconnect',
      state: 'open',
      open: { startMs: 2803.6, endMs: null },
    }),
    requestBar(2, 3, spans(5004, [...fresh, ['wait', 1.2]]), { target: '/json' }),
  ];
  const closed = { by: 'remote', reason: null } as const;
  const sockets = [
    socketLane(1, { closed, closedMs: 1800 }),
    socketLane(2, { openedMs: 2801.2 }),
    socketLane(3, { openedMs: 5005.2 }),
  ];
  return picture(sockets, bars);
}

/** A WebSocket, a request under way, a refusal, and one that nobody answers. */
function mixed(): LanesView {
  const handshake = spans(2, [...fresh, ['send', 0.2], ['wait', 2.2]]);
  const waiting: PhaseSpan[] = [...spans(10, fresh), { phase: 'wait', startMs: 11.2, endMs: null }];
  const refused: PhaseSpan[] = [{ phase: 'tcp', startMs: 20, endMs: 20.6, failed: true }];
  const remote = { address: '192.0.2.7', port: 443 };
  const bars = [
    requestBar(1, 1, handshake, {
      kind: 'websocket',
      name: 'ticker',
      target: '/ticker?symbol=茅台',
      status: 101,
      state: 'open',
      open: { startMs: 5.6, endMs: null },
    }),
    requestBar(2, 2, waiting, { target: '/delay/5', status: null, state: 'waiting' }),
    requestBar(3, 3, refused, { target: '/', status: null, state: 'failed', httpVersion: null }),
    requestBar(4, null, [{ phase: 'blocked', startMs: 30, endMs: null }], {
      target: '/delay/6',
      status: null,
      httpVersion: null,
      state: 'connecting',
    }),
  ];
  const sockets = [
    socketLane(1),
    socketLane(2),
    socketLane(3, {
      local: null,
      remote,
      openedMs: null,
      closed: { by: 'error', reason: 'ECONNREFUSED' },
      closedMs: 20.6,
      requests: 0,
      bytesOut: 0,
      bytesIn: 0,
    }),
  ];
  return picture(sockets, bars, { endMs: 320, nowMs: 320, live: true, omitted: 3 });
}

/** The sockets that a fixture shows instead of an exchange. */
export function fixtureLanes(name: FixtureName): LanesView | null {
  const makers: Partial<Record<FixtureName, () => LanesView>> = {
    lanesSix: sixConnections,
    lanesQueue: queue,
    lanesHttp2: multiplexed,
    lanesRetry: retried,
    lanesReconnect: reconnected,
    lanesCompared: compared,
    lanesMixed: mixed,
    lanesEmpty: () => noLanes,
  };
  return makers[name]?.() ?? null;
}
