import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { serialize } from 'node:v8';
import { Recording } from '../../../src/core/recording/recording.ts';
import { HttpWriter } from './httpWriter.ts';
import { preparedRequest } from './requests.ts';
import { WebSocketWriter } from './webSocketWriter.ts';

const mebibyte = 1024 * 1024;
const filter = { directions: [], types: [], text: '' };

/** Writes on all memory that the recording has. */
function overwrite(recording: Recording): void {
  const flood = new WebSocketWriter(recording);
  for (let written = 0; written < 24; written++) flood.binary('in', Buffer.alloc(mebibyte, '#'));
}

/** Stands for megabytes that nobody wants to see compared. */
function digest(value: unknown): string {
  return createHash('sha256').update(serialize(value)).digest('hex');
}

/** Everything that can be read of an exchange. */
function readings(recording: Recording, exchange: number): unknown {
  const rows = (['frames', 'messages', 'wire', 'events'] as const).map((source) => {
    const window = recording.rows({ exchange, source, filter, from: 0, count: 500 });
    const last = window.total - 1;
    const ref = { exchange, of: 'row', source, row: last } as const;
    return { window, detail: recording.row(exchange, source, last), ...bytesOf(recording, ref) };
  });
  return {
    rows,
    view: recording.exchange(exchange),
    events: recording.events(exchange, 0, 5000, 3 * mebibyte),
    answer: recording.answer(exchange, 3 * mebibyte),
    parts: recording.parts(exchange, mebibyte)?.take(),
    response: bytesOf(recording, { exchange, of: 'response', hop: 0 }),
    request: bytesOf(recording, { exchange, of: 'request', hop: 0 }),
    connections: recording.connections(),
  };
}

function bytesOf(recording: Recording, ref: Parameters<Recording['payload']>[0]) {
  const { totalBytes } = recording.payload(ref, 0, 1);
  return {
    start: recording.payload(ref, 0, 5000),
    end: recording.payload(ref, Math.max(0, totalBytes - 5000), 5000),
  };
}

/** The spare slab of the budget is written on again: nobody may still hold a view of it. */
describe('what was read of the recording', () => {
  test('of a WebSocket stays what it was when its memory is used again', () => {
    const recording = new Recording({ recordingLimitBytes: 0, showSecrets: true });
    const writer = new WebSocketWriter(recording);
    for (let sent = 0; sent < 3; sent++) writer.text('in', `${sent} `.repeat(400_000));
    writer.text('in', 'in a large slab');
    writer.text('out', 'and masked', 0x01020304);
    const read = readings(recording, writer.exchange.id);
    const before = digest(read);
    overwrite(recording);
    assert.equal(digest(read), before);
    const now = digest(readings(recording, writer.exchange.id));
    assert.notEqual(now, before, 'its memory was used again');
  });

  test('of a request and its answer stays what it was', () => {
    const recording = new Recording({ recordingLimitBytes: 0, showSecrets: true });
    const options = { bodyLimitBytes: 50 * mebibyte };
    const writer = new HttpWriter(recording, preparedRequest({ kind: 'http', options }));
    writer.hop({
      target: '/',
      requestBody: 'request '.repeat(200_000),
      responseHeaders: [['Content-Type', 'application/x-ndjson']],
      responseBody: '{"line":1}\n'.repeat(150_000),
    });
    writer.exchange.complete('ok');
    const read = readings(recording, writer.exchange.id);
    const before = digest(read);
    overwrite(recording);
    assert.equal(digest(read), before);
  });
});
