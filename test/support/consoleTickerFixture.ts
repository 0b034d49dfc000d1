import type { ExchangeView } from '../../src/protocol/exchange.ts';
import { connection, handshake, upgradeHop } from './consoleFixtureParts.ts';

/** An open WebSocket that sends quotes. */
export function ticker(): ExchangeView {
  return {
    id: 1,
    kind: 'websocket',
    name: 'ticker',
    method: 'GET',
    url: 'wss://localhost:8443/ticker',
    file: 'examples/ticker.ws',
    line: 3,
    startedAtMs: Date.now() - 42_600,
    state: 'open',
    status: 101,
    reason: 'Switching Protocols',
    elapsedMs: 17.6,
    openedAtMs: Date.now() - 42_500,
    reused: false,
    httpVersion: '1.1',
    counts: {
      framesOut: 12,
      framesIn: 3481,
      messagesOut: 4,
      messagesIn: 3440,
      bytesOut: 1204,
      bytesIn: 120_442,
    },
    close: null,
    failure: null,
    checked: { passed: 0, failed: 0, logged: 0 },
    revision: 1,
    hops: [upgradeHop()],
    connection: connection(),
    handshake,
    steps: [],
    checks: [],
    logs: [],
    timings: null,
    deflateRatio: 4.1,
    evictedBytes: 0,
  };
}
