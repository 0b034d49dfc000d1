import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anything, assert as holds, property } from 'fast-check';
import { isPageMessage } from '../../../src/host/consoleHost/pageMessageGuard.ts';
import type { PageMessage } from '../../../src/protocol/console.ts';

const filter = { directions: ['in' as const], types: ['text' as const], text: '/a/' };
const ref = { exchange: 1, of: 'row' as const, source: 'frames' as const, row: 3 };

const valid: PageMessage[] = [
  { type: 'request', id: 1, method: 'ready', params: {} },
  {
    type: 'request',
    id: 2,
    method: 'rows',
    params: { exchange: 1, source: 'frames', filter, from: 0, count: 60 },
  },
  { type: 'request', id: 3, method: 'row', params: { exchange: 1, source: 'wire', row: 0 } },
  { type: 'request', id: 4, method: 'payload', params: { ref, offset: 0, lengthBytes: 64 } },
  { type: 'request', id: 5, method: 'connection', params: { connection: 1 } },
  { type: 'request', id: 6, method: 'send', params: { exchange: 1, format: 'hex', text: '00' } },
  {
    type: 'request',
    id: 7,
    method: 'act',
    params: { action: 'close', exchange: 1, code: 1000, reason: 'bye' },
  },
  { type: 'request', id: 8, method: 'act', params: { action: 'openPayload', ref } },
  { type: 'request', id: 9, method: 'lanes', params: { run: 'newest' } },
  { type: 'request', id: 10, method: 'act', params: { action: 'showExchange', exchange: 1 } },
  {
    type: 'request',
    id: 11,
    method: 'act',
    params: { action: 'repeat', exchanges: [1, 2], httpVersion: '2-prior' },
  },
];

describe('A message of the page', () => {
  test('is understood when it is one of the protocol', () => {
    valid.forEach((message) => assert.ok(isPageMessage(message), message.method));
  });

  test('is not understood with a missing or wrong parameter', () => {
    for (const message of valid.filter(({ method }) => method !== 'ready')) {
      for (const name of Object.keys(message.params)) {
        for (const wrong of [undefined, null, -1, 1.5, {}, 'x'.repeat(3)]) {
          if (name === 'text' || name === 'reason') continue;
          const params = { ...message.params, [name]: wrong };
          assert.ok(
            !isPageMessage({ ...message, params }),
            `${message.method}.${name}: ${String(wrong)}`,
          );
        }
      }
    }
  });

  test('asks for no more than a page can show', () => {
    const rows = valid[1];
    assert.ok(rows?.method === 'rows');
    assert.ok(!isPageMessage({ ...rows, params: { ...rows.params, count: 1_000_000 } }));
  });

  test('is never an inherited name', () => {
    assert.ok(!isPageMessage({ type: 'request', id: 1, method: 'toString', params: {} }));
    assert.ok(!isPageMessage({ type: 'request', id: 1, method: 'constructor', params: {} }));
  });

  test('may be anything: the guard never throws', () => {
    holds(property(anything(), (value) => void isPageMessage(value)));
  });
});
