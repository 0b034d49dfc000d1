import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { english } from '../../../src/core/errors/translate.ts';
import {
  bytesText,
  clockText,
  countText,
  durationText,
  stateText,
} from '../../../src/host/lenses/stateText.ts';
import type { ExchangeSummary } from '../../../src/protocol/exchange.ts';

const started = 1_000_000;

function exchange(change: Partial<ExchangeSummary>): ExchangeSummary {
  return {
    id: 1,
    kind: 'http',
    name: null,
    method: 'GET',
    url: 'http://localhost/',
    file: '/a.http',
    line: 1,
    startedAtMs: started,
    state: 'completed',
    status: 200,
    reason: 'OK',
    elapsedMs: 34.2,
    openedAtMs: null,
    reused: false,
    httpVersion: '1.1',
    counts: { framesOut: 0, framesIn: 0, messagesOut: 0, messagesIn: 0, bytesOut: 0, bytesIn: 0 },
    close: null,
    failure: null,
    checked: { passed: 0, failed: 0, logged: 0 },
    revision: 1,
    ...change,
  };
}

const say = (change: Partial<ExchangeSummary>, afterMs = 0): string =>
  stateText(exchange(change), started + afterMs, english);

describe('The state of an exchange in a few words', () => {
  test('is status, time and reuse once it is completed', () => {
    assert.equal(say({}), '200 · 34 ms');
    assert.equal(say({ reused: true, status: 404 }), '404 · 34 ms · reused');
  });

  test('is the open time and the messages both ways of an open WebSocket', () => {
    const counts = { ...exchange({}).counts, messagesOut: 12, messagesIn: 3400 };
    const open = { kind: 'websocket', state: 'open', openedAtMs: started, counts } as const;
    assert.equal(say(open, 42_900), '● open 00:42 ↑12 ↓3.4k');
    const close = { code: 1000, codeName: '', reason: '', by: 'us', clean: true } as const;
    assert.equal(say({ ...open, state: 'closed', close }), '○ closed 1000 ↑12 ↓3.4k');
  });

  test('is the first clause of what went wrong', () => {
    const failure = {
      code: 'WB_TCP_REFUSED',
      phase: 'tcp',
      message: 'Connection refused: nothing listens on 127.0.0.1:1.',
      hint: '',
      cause: null,
      params: {},
    };
    assert.equal(say({ state: 'failed', failure }), '✕ connection refused');
    const message = '连接被拒绝：127.0.0.1:1 上没有程序在监听。';
    assert.equal(say({ state: 'failed', failure: { ...failure, message } }), '✕ 连接被拒绝');
  });

  test('is how long a running one has waited', () => {
    assert.equal(say({ state: 'waiting' }, 1234), 'waiting… 1.23 s');
  });
});

test('Times, counts and sizes are short', () => {
  assert.deepEqual([0, 59_999, 3_723_000].map(clockText), ['00:00', '00:59', '1:02:03']);
  assert.deepEqual([0.42, 9.96, 34.5, 1200, 61_000].map(durationText), [
    '0.4 ms',
    '10.0 ms',
    '35 ms',
    '1.20 s',
    '61.0 s',
  ]);
  assert.deepEqual([0, 999, 1000, 99_960, 1_234_567].map(countText), [
    '0',
    '999',
    '1.0k',
    '100k',
    '1.2M',
  ]);
  assert.deepEqual([512, 3400, 1_200_000].map(bytesText), ['512 B', '3.4 kB', '1.2 MB']);
});
