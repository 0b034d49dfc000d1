import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { array, assert as holds, double, property } from 'fast-check';
import { comparison, repeatable } from '../../../src/console/lanes/laneComparison.ts';
import { laneFindings } from '../../../src/console/lanes/laneFindings.ts';
import { laneRows } from '../../../src/console/lanes/laneModel.ts';
import {
  barOutcome,
  protocolText,
  socketNotes,
  tupleText,
} from '../../../src/console/lanes/laneWords.ts';
import { TimeScale } from '../../../src/console/lanes/timeScale.ts';
import { noLanes } from '../../../src/protocol/lanes.ts';
import type { FixtureName } from '../../support/consoleFixtureNames.ts';
import { compared, fixtureLanes, requestBar, socketLane } from '../../support/consoleLanes.ts';

const rowsOf = (name: FixtureName) => laneRows(fixtureLanes(name)!);
const findingsOf = (name: FixtureName) => laneFindings(fixtureLanes(name)!);

describe('the axis of the lanes', () => {
  test('is to scale, with round moments', () => {
    const scale = new TimeScale([{ startMs: 0, endMs: 600 }], 600);
    assert.equal(scale.at(0), 0);
    assert.equal(scale.at(300), 0.5);
    assert.equal(scale.at(600), 1);
    assert.deepEqual(
      scale.ticks.map(({ timeMs }) => timeMs),
      [0, 200, 400, 600],
    );
    assert.deepEqual(scale.folds, []);
  });

  test('leaves a long silence out, says how long it was, and puts no moment into it', () => {
    const busy = [
      { startMs: 0, endMs: 100 },
      { startMs: 5100, endMs: 5200 },
    ];
    const scale = new TimeScale(busy, 5200);
    assert.equal(scale.folds[0]?.durationMs, 5000);
    assert.ok(scale.at(100) > 0.4 && scale.at(5100) < 0.6);
    assert.ok(scale.ticks.every(({ timeMs }) => timeMs <= 100 || timeMs >= 5100));
  });

  test('says how much room the words of a moment have before the next moment, silence or end', () => {
    const busy = [
      { startMs: 0, endMs: 99 },
      { startMs: 5100, endMs: 5200 },
    ];
    const { ticks, folds } = new TimeScale(busy, 5200);
    const [first, second] = ticks;
    assert.equal(first!.room, second!.at - first!.at);
    const beforeSilence = ticks.findLast(({ timeMs }) => timeMs <= 99)!;
    assert.equal(beforeSilence.room, folds[0]!.at - beforeSilence.at);
    assert.ok(ticks.at(-1)!.room < 0.1);
  });

  test('never goes back, and stays between 0 and 1', () => {
    const moment = double({ min: 0, max: 1e7, noNaN: true });
    holds(
      property(array(moment, { minLength: 1, maxLength: 12 }), (moments) => {
        const sorted = moments.toSorted((a, b) => a - b);
        const busy = sorted.map((startMs, index) => ({
          startMs,
          endMs: index % 2 === 0 ? startMs : (sorted[index + 1] ?? startMs),
        }));
        const scale = new TimeScale(busy, sorted.at(-1)!);
        const places = sorted.map((timeMs) => scale.at(timeMs));
        places.forEach((place, index) => {
          assert.ok(place >= (places[index - 1] ?? 0) && place <= 1);
        });
      }),
    );
  });
});

describe('the lanes', () => {
  test('are one for each socket, and one for each request that waited for one', () => {
    const rows = rowsOf('lanesSix');
    assert.deepEqual(
      rows.map((row) =>
        row.kind === 'socket'
          ? row.tracks.map((track) => track.map(({ bar }) => bar.target))
          : `${row.bar.target} ${row.endMs - row.startMs}`,
      ),
      [
        [['/slow/0', '/slow/6']],
        [['/slow/1', '/slow/7']],
        [['/slow/2', '/slow/8']],
        [['/slow/3', '/slow/9']],
        [['/slow/4']],
        [['/slow/5']],
        '/slow/6 273',
        '/slow/7 274',
        '/slow/8 275',
        '/slow/9 276',
      ],
    );
  });

  test('stack the requests that ran at the same time on one HTTP/2 connection', () => {
    const rows = rowsOf('lanesHttp2');
    assert.equal(rows.length, 1);
    const [row] = rows;
    assert.ok(row?.kind === 'socket');
    assert.equal(row.tracks.length, 10);
    assert.deepEqual(
      row.tracks[1]?.[0]?.phases.map(({ phase }) => phase),
      ['blocked', 'send', 'wait', 'receive'],
    );
  });

  test('show a retry on a lane of its own', () => {
    const rows = rowsOf('lanesRetry');
    assert.deepEqual(
      rows.map((row) => row.kind === 'socket' && row.tracks.flat().map(({ bar }) => bar.cause)),
      [[null, null], ['retry']],
    );
  });

  test('say of a socket how old it is, who closed it and why', () => {
    const idle = { closed: { by: 'local', reason: 'idle' }, closedMs: 4001.2 } as const;
    assert.deepEqual(socketNotes(socketLane(1, { ...idle, openedMs: 1.2 }), 9000), [
      '1 request',
      '↑ 124 B ↓ 318 B',
      'closed after 4.00 s by us: idle',
    ]);
    const refused = { by: 'error', reason: 'ECONNREFUSED' } as const;
    assert.deepEqual(socketNotes(socketLane(1, { openedMs: null, closed: refused }), 9000), [
      'did not open: ECONNREFUSED',
    ]);
    const late = { by: 'error', reason: 'WB_TCP_TIMEOUT' } as const;
    assert.deepEqual(socketNotes(socketLane(1, { openedMs: null, closed: late }), 9000), [
      'did not open: no answer in time',
    ]);
    assert.match(socketNotes(socketLane(1), 2001.2).at(-1)!, /^open for 2\.00 s$/);
  });

  test('name a socket by its ends, one that never opened by where it should have led', () => {
    const bars = [requestBar(1, 1, [])];
    assert.equal(tupleText(socketLane(1), bars), ':51830 → :8080');
    const unopened = socketLane(1, { local: null, remote: null, openedMs: null });
    assert.equal(tupleText(unopened, bars), '→ http://localhost:8080');
  });
});

const wait = (exchange: number, startMs: number) =>
  requestBar(exchange, 1, [{ phase: 'wait', startMs, endMs: startMs + 10 }], {
    origin: 'https://localhost:8443',
  });

describe('the same over the other protocol', () => {
  const six = compared().repeated!;

  test('is offered for what ran at the same time over TLS, either way', () => {
    assert.deepEqual(repeatable(compared()), {
      exchanges: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      httpVersion: '1.1',
    });
    const again = repeatable(six);
    assert.deepEqual([again?.httpVersion, again?.exchanges.length], ['2', 10]);
  });

  test('is the last that ran at once, not what ran in turn before it', () => {
    const inTurn = [wait(1, 0), wait(2, 10)];
    assert.equal(repeatable({ ...six, bars: inTurn }), null);
    const bars = [...inTurn, wait(3, 50), wait(4, 55), wait(5, 64)];
    assert.deepEqual(repeatable({ ...six, bars })?.exchanges, [3, 4, 5]);
  });

  test('without TLS leads from HTTP/2 to HTTP/1.1, and back only where HTTP/2 was seen', () => {
    const plain = (httpVersion: string) =>
      six.bars.map((bar) => ({ ...bar, origin: 'http://localhost:8080', httpVersion }));
    assert.equal(repeatable({ ...six, bars: plain('2') })?.httpVersion, '1.1');
    assert.equal(repeatable({ ...six, bars: plain('1.1') }), null);
    const repeated = { ...six, bars: plain('2') };
    const back = repeatable({ ...six, bars: plain('1.1'), repeated });
    assert.equal(back?.httpVersion, '2-prior');
  });

  test('is not offered for mixed protocols, or while something is under way', () => {
    assert.equal(repeatable({ ...six, live: true }), null);
    const [first, ...others] = six.bars;
    assert.equal(repeatable({ ...six, bars: [{ ...first!, httpVersion: '2' }, ...others] }), null);
  });

  test('is compared in a sentence, unless a request was not answered', () => {
    const view = compared();
    assert.deepEqual(comparison(view), [
      'The same 10 requests took 282 ms over HTTP/2 and 548 ms over HTTP/1.1.',
    ]);
    const failed = view.bars.map((bar) => ({ ...bar, state: 'failed' as const }));
    assert.deepEqual(comparison({ ...view, bars: failed }), []);
  });
});

describe('what the lanes show', () => {
  test('is the six-connection limit with its wait, and what reuse spared', () => {
    assert.deepEqual(findingsOf('lanesSix'), [
      'HTTP/1.1 carries one request at a time on a connection, and 6 may be open to http://localhost:8080: 4 requests waited up to 276 ms before a byte was sent.',
      '4 of 10 requests found a connection open and were spared DNS, TCP and TLS, 1.2 ms on a new one.',
    ]);
  });

  test('is a WebSocket that was lost and connected again', () => {
    const change = { kind: 'websocket', status: 101, target: '/ticker' } as const;
    const bars = [
      requestBar(1, 1, [], {
        ...change,
        state: 'failed',
        lostBy: '1012',
        open: { startMs: 5, endMs: 900 },
      }),
      requestBar(1, 2, [], { ...change, hop: 1, cause: 'reconnect', open: null }),
    ];
    const sockets = [socketLane(1), socketLane(2)];
    assert.equal(
      laneFindings({ ...noLanes, bars, sockets })[0],
      '1 lost WebSocket connection was opened again, as “@reconnect” asks.',
    );
    assert.equal(barOutcome(bars[0]!), 'lost');
    assert.equal(protocolText(sockets[0]!, [bars[0]!]), 'WebSocket');
  });

  test('is head-of-line blocking on a single connection, and who closed it', () => {
    const [queue, , closed] = findingsOf('lanesQueue');
    assert.match(
      queue!,
      /^A single HTTP\/1\.1 connection .* 2 requests .* up to 546 ms \(head-of-line/,
    );
    assert.equal(closed, 'The server closed 1 connection; the next request needs a new one.');
  });

  test('is multiplexing on one HTTP/2 connection, and nobody waited', () => {
    const findings = findingsOf('lanesHttp2');
    assert.equal(findings.length, 1);
    assert.match(findings[0]!, /^HTTP\/2 carries many requests at once: 10 ran side by side/);
  });

  test('is a retry and why it was allowed', () => {
    assert.match(
      findingsOf('lanesRetry')[0]!,
      /sent again on a new one, because GET may be repeated/,
    );
  });

  test('is what a single request cost, where nothing else is to be seen', () => {
    const phases = [
      { phase: 'tcp', startMs: 0, endMs: 2 },
      { phase: 'wait', startMs: 2, endMs: 12 },
    ] as const;
    const view = {
      ...fixtureLanes('lanesSix')!,
      sockets: [socketLane(1)],
      bars: [requestBar(1, 1, [...phases])],
    };
    assert.deepEqual(laneFindings(view), [
      'One request on a new connection: 2.0 ms to open it, 10.0 ms to send and be answered.',
    ]);
  });
});
