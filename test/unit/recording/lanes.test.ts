import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Repetition } from '../../../src/core/runner/preparedRequest.ts';
import type { LanesPicture } from '../../../src/protocol/lanes.ts';
import { Recording } from '../../../src/core/recording/recording.ts';
import { HttpWriter } from './httpWriter.ts';
import { preparedRequest } from './requests.ts';

const request = preparedRequest({
  kind: 'http',
  url: 'http://127.0.0.1:8080/a?token=s3cret-token',
  secrets: ['s3cret-token'],
  options: { profile: 'browser' },
});

/** The process's clock in the hands of a test. */
function clockOf(t: TestContext): { nowMs: number } {
  const clock = { nowMs: 1000 };
  t.mock.method(performance, 'now', () => clock.nowMs);
  return clock;
}

const exchanges = ({ bars }: LanesPicture): number[] => bars.map(({ exchange }) => exchange);

describe('the lanes of a recording', () => {
  test('are empty before the first request', () => {
    assert.deepEqual(
      [new Recording().lanes('newest').runs, new Recording().lanes(3).bars],
      [0, []],
    );
  });

  test('tell socket and bar in the time of their run', (t) => {
    const clock = clockOf(t);
    const recording = new Recording();
    const { exchange, connection } = new HttpWriter(recording, request);
    exchange.useConnection(connection.id);
    clock.nowMs = 1010;
    exchange.phase('wait', 'start');
    clock.nowMs = 1030;
    const live = recording.lanes('newest');
    assert.deepEqual([live.live, live.endMs], [true, 30]);
    assert.deepEqual(live.bars[0]?.phases, [{ phase: 'wait', startMs: 10, endMs: null }]);
    exchange.phase('wait', 'end');
    exchange.complete('ok');
    clock.nowMs = 1100;
    connection.closed('remote');
    const over = recording.lanes('newest');
    assert.deepEqual([over.live, over.endMs, over.nowMs], [false, 30, 100]);
    const [socket] = over.sockets;
    assert.deepEqual([socket?.openedMs, socket?.closedMs], [0, 100]);
    assert.deepEqual(socket?.closed, { by: 'remote', reason: null });
    const [bar] = over.bars;
    assert.deepEqual([bar?.state, bar?.limit, bar?.connection], ['completed', 6, connection.id]);
  });

  test('mask a secret in a path unless secrets are shown', () => {
    const recording = new Recording();
    new HttpWriter(recording, request).exchange.complete('ok');
    assert.equal(recording.lanes('newest').bars[0]?.target, '/a?token=••••••');
    recording.configure({ recordingLimitBytes: 2 ** 24, showSecrets: true });
    assert.equal(recording.lanes('newest').bars[0]?.target, '/a?token=s3cret-token');
  });

  test('begin a new run after a silence, and keep the earlier ones', (t) => {
    const clock = clockOf(t);
    const recording = new Recording();
    const send = (atMs: number): number => {
      clock.nowMs = atMs;
      const { exchange } = new HttpWriter(recording, request);
      clock.nowMs = atMs + 5;
      exchange.complete('ok');
      return exchange.id;
    };
    const ids = [send(1000), send(5000), send(30_000)];
    const exchangesOf = (run: number | 'newest'): number[] =>
      recording.lanes(run).bars.map(({ exchange }) => exchange);
    assert.deepEqual(exchangesOf('newest'), [ids[2]]);
    assert.deepEqual(exchangesOf(1), [ids[0], ids[1]]);
    assert.deepEqual([recording.lanes(1).run, recording.lanes(99).run], [1, 2]);
    assert.equal(recording.lanes(1).runs, 2);
  });

  test('what is sent again over another protocol is a run of its own, with the first time beside it', (t) => {
    const clock = clockOf(t);
    const recording = new Recording();
    const send = (atMs: number, repetition?: Repetition): number => {
      clock.nowMs = atMs;
      const again = repetition === undefined ? request : { ...request, repetition };
      const { exchange } = new HttpWriter(recording, again);
      clock.nowMs = atMs + 5;
      exchange.complete('ok');
      return exchange.id;
    };
    const first = [1000, 2000, 2001].map((atMs) => send(atMs));
    const of = first.slice(1);
    const again = [3000, 3001].map((atMs) => send(atMs, { of, number: 1 }));
    const third = [4000, 4001].map((atMs) => send(atMs, { of: again, number: 2 }));
    send(5000);
    assert.equal(recording.lanes('newest').runs, 4);
    const view = recording.lanes(2);
    assert.deepEqual([exchanges(view), exchanges(view.repeated!)], [again, of]);
    assert.deepEqual([view.endMs, view.repeated!.endMs, view.repeated!.live], [6, 6, false]);
    assert.deepEqual(exchanges(recording.lanes(3)), third);
    assert.equal(recording.lanes('newest').repeated, null);
    of.forEach((id) => recording.forget(id));
    assert.equal(recording.lanes(2).repeated, null);
  });

  test('leave out the oldest of too many requests, and say so', () => {
    const recording = new Recording();
    for (let sent = 0; sent < 510; sent += 1) {
      new HttpWriter(recording, request).exchange.complete('ok');
    }
    const { bars, omitted } = recording.lanes('newest');
    assert.deepEqual([bars.length, omitted, bars.at(-1)?.exchange], [500, 10, 510]);
  });

  test('give each hop a bar, and say what led to it', () => {
    const recording = new Recording();
    const writer = new HttpWriter(recording, request);
    writer.hop({ target: '/a', status: 302 });
    const redirect = { from: request.url, to: 'http://127.0.0.1:8080/b', status: 302 };
    writer.exchange.emit({ event: 'http.redirect', ...redirect });
    writer.hop({ target: '/b' });
    writer.exchange.complete('ok');
    assert.deepEqual(
      recording
        .lanes('newest')
        .bars.map(({ target, cause, hop, status }) => [target, cause, hop, status]),
      [
        ['/a', null, 0, 302],
        ['/b', 'redirect', 1, 200],
      ],
    );
  });
});
