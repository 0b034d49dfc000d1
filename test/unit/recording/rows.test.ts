import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { Recording } from '../../../src/core/recording/recording.ts';
import type { RowFilter, RowsWindow } from '../../../src/protocol/rows.ts';
import { WebSocketWriter } from './webSocketWriter.ts';

const noFilter: RowFilter = { directions: [], types: [], text: '' };

/** Asks until the index has grown over all rows. */
function allRows(
  recording: Recording,
  exchange: number,
  filter: Partial<RowFilter>,
  source: 'frames' | 'messages' = 'frames',
): RowsWindow {
  const query = { exchange, source, filter: { ...noFilter, ...filter }, from: 0, count: 2000 };
  for (let calls = 0; calls < 1000; calls++) {
    const window = recording.rows(query);
    if (window.complete) return window;
  }
  throw new Error('the index does not become complete');
}

function numbers(window: RowsWindow): number[] {
  return window.rows.map(({ row }) => row);
}

describe('rows', () => {
  test('a window without a filter is part of the log', () => {
    const recording = new Recording();
    const writer = new WebSocketWriter(recording);
    for (let index = 0; index < 50; index++) writer.text('in', `message ${index}`);
    const query = { exchange: writer.exchange.id, source: 'frames', filter: noFilter } as const;
    const window = recording.rows({ ...query, from: 40, count: 20 });
    assert.deepEqual([window.matched, window.total, window.complete], [50, 50, true]);
    assert.deepEqual(numbers(window), [40, 41, 42, 43, 44, 45, 46, 47, 48, 49]);
    const row = window.rows[2]!;
    assert.equal(row.preview, 'message 42');
    assert.equal(row.type, 'text');
    assert.equal(row.lengthBytes, 10);
    assert.ok(row.deltaMs >= 0);
  });

  test('a frame whose message is still being inflated says nothing yet, and filters wait for it', () => {
    const recording = new Recording();
    const writer = new WebSocketWriter(recording);
    const wire = Buffer.from([1, 2, 3]);
    const frame = writer.frame('in', { opcode: 1, rsv: 4, payload: wire });
    const query = { exchange: writer.exchange.id, source: 'frames', from: 0, count: 5 } as const;
    assert.equal(recording.rows({ ...query, filter: noFilter }).rows[0]?.preview, '');
    const filter = { ...noFilter, text: 'hello' };
    assert.equal(recording.rows({ ...query, filter }).complete, false);
    const inflated = Buffer.from('hello');
    const message = { firstFrame: frame, lastFrame: frame, fragments: 1, bytes: 5, wireBytes: 5 };
    writer.exchange.message({
      direction: 'in',
      type: 'text',
      compressed: true,
      inflated,
      ...message,
    });
    const window = recording.rows({ ...query, filter });
    assert.deepEqual([window.complete, window.rows[0]?.preview], [true, 'hello']);
  });

  test('an exchange that is not there has no rows', () => {
    const query = { exchange: 9, source: 'frames', filter: noFilter, from: 0, count: 5 } as const;
    assert.equal(new Recording().rows(query).total, 0);
  });

  test('the index of a filter finds what looking at every row finds, however the log grows', () => {
    const messages = fc.array(
      fc.record({
        direction: fc.constantFrom('out' as const, 'in' as const),
        text: fc.constantFrom('alpha', 'Beta beta', 'gamma', 'al-beta', '😀 alpha'),
        ping: fc.boolean(),
      }),
      { maxLength: 60 },
    );
    const filters = fc.record({
      directions: fc.subarray(['out' as const, 'in' as const]),
      types: fc.subarray(['text' as const, 'ping' as const]),
      text: fc.constantFrom('', 'BETA', '/^al/', '/a$/i', '😀'),
    });
    fc.assert(
      fc.property(messages, filters, fc.integer({ min: 1, max: 20 }), (sent, filter, step) => {
        const recording = new Recording();
        const writer = new WebSocketWriter(recording);
        const expected: number[] = [];
        for (const [index, { direction, text, ping }] of sent.entries()) {
          if (ping) writer.frame(direction, { opcode: 9, payload: Buffer.from(text) });
          else writer.text(direction, text);
          if (passes(filter, direction, ping ? 'ping' : 'text', text)) expected.push(index);
          if (index % step === 0) {
            assert.deepEqual(numbers(allRows(recording, writer.exchange.id, filter)), expected);
          }
        }
        assert.deepEqual(numbers(allRows(recording, writer.exchange.id, filter)), expected);
      }),
      { numRuns: 60 },
    );
  });

  test('matches are marked in the preview', () => {
    const recording = new Recording();
    const writer = new WebSocketWriter(recording);
    writer.text('in', 'one TWO\none');
    const [row] = allRows(recording, writer.exchange.id, { text: 'one' }).rows;
    assert.equal(row?.preview, 'one TWO↵one');
    assert.deepEqual(row?.matches, [
      { start: 0, end: 3 },
      { start: 8, end: 11 },
    ]);
  });

  test('text beyond the preview is found', () => {
    const recording = new Recording();
    const writer = new WebSocketWriter(recording);
    writer.text('in', `${'x'.repeat(50_000)}needle`);
    writer.text('in', 'nothing');
    assert.deepEqual(numbers(allRows(recording, writer.exchange.id, { text: 'needle' })), [0]);
  });

  test('binary is found by what it shows: hex, or text where it is text', () => {
    const recording = new Recording();
    const writer = new WebSocketWriter(recording);
    writer.binary('in', Buffer.from('deadbeef00', 'hex'));
    writer.binary('in', Buffer.from('{"json":true}'));
    const { id } = writer.exchange;
    assert.deepEqual(numbers(allRows(recording, id, { text: 'AD BE' }, 'messages')), [0]);
    assert.deepEqual(numbers(allRows(recording, id, { text: 'json' }, 'messages')), [1]);
  });

  test('a regular expression that is none is searched as it stands, and said', () => {
    const recording = new Recording();
    const writer = new WebSocketWriter(recording);
    writer.text('in', 'say /a(/ now');
    writer.text('in', 'a(');
    const window = allRows(recording, writer.exchange.id, { text: '/a(/' });
    assert.deepEqual([numbers(window), window.invalidRegex], [[0], true]);
  });

  test('a regular expression that would run for ever is given up', () => {
    const recording = new Recording();
    const writer = new WebSocketWriter(recording);
    writer.text('in', `${'a'.repeat(60)}b`);
    writer.text('in', 'literally /(a+)+$/');
    const window = allRows(recording, writer.exchange.id, { text: '/(a+)+$/' });
    assert.deepEqual([numbers(window), window.invalidRegex], [[1], true]);
  });

  test('a long log is looked through in several calls', () => {
    const recording = new Recording();
    const writer = new WebSocketWriter(recording);
    for (let index = 0; index < 100_000; index++) writer.text('in', `message ${index % 1000}`);
    const query = {
      exchange: writer.exchange.id,
      source: 'frames' as const,
      filter: { ...noFilter, text: 'message 999' },
      from: 0,
      count: 10,
    };
    const first = recording.rows(query);
    assert.equal(first.complete, false);
    assert.equal(first.total, 100_000);
    const last = allRows(recording, writer.exchange.id, { text: 'message 999' });
    assert.equal(last.matched, 100);
  });

  test('a row that fell out of the recording says so', () => {
    const recording = new Recording({ recordingLimitBytes: 0, showSecrets: false });
    const writer = new WebSocketWriter(recording);
    for (let index = 0; index < 12_000; index++) writer.text('in', 'x'.repeat(1000));
    const query = { exchange: writer.exchange.id, source: 'frames', filter: noFilter } as const;
    const [first] = recording.rows({ ...query, from: 0, count: 1 }).rows;
    assert.equal(first?.evicted, true);
    const [last] = recording.rows({ ...query, from: 11_999, count: 1 }).rows;
    assert.equal(last?.evicted, undefined);
    assert.equal(last?.preview.length, 300);
    assert.ok(recording.exchange(writer.exchange.id)!.evictedBytes > 0);
  });
});

function passes(filter: RowFilter, direction: string, type: string, text: string): boolean {
  const { directions, types } = filter as { directions: string[]; types: string[] };
  if (directions.length > 0 && !directions.includes(direction)) return false;
  if (types.length > 0 && !types.includes(type)) return false;
  switch (filter.text) {
    case '/^al/':
      return text.startsWith('al');
    case '/a$/i':
      return text.endsWith('a');
    default:
      return text.toLowerCase().includes(filter.text.toLowerCase());
  }
}
