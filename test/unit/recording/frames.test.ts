import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { Recording } from '../../../src/core/recording/recording.ts';
import { WireError } from '../../../src/core/errors/wireError.ts';
import type { Direction } from '../../../src/core/wire/wireFacts.ts';
import { frameBytes, WebSocketWriter } from './webSocketWriter.ts';

interface SentFrame {
  direction: Direction;
  opcode: number;
  fin: boolean;
  rsv: number;
  mask: number | undefined;
  payload: Uint8Array;
}

const anyFrame: fc.Arbitrary<SentFrame> = fc.record({
  direction: fc.constantFrom<Direction>('out', 'in'),
  opcode: fc.constantFrom(0, 1, 2, 9, 10, 3),
  fin: fc.boolean(),
  rsv: fc.nat(7),
  mask: fc.option(fc.integer({ min: 0, max: 0xffff_ffff }), { nil: undefined }),
  payload: fc.uint8Array({ maxLength: 300 }),
});

/** Cuts both directions into chunks, then tells of the frames as each becomes complete. */
function write(recording: Recording, frames: SentFrame[], cuts: number[]): WebSocketWriter {
  const writer = new WebSocketWriter(recording);
  const offsets = { out: 0, in: 0 };
  for (const [index, frame] of frames.entries()) {
    const { mask, ...parts } = frame;
    const bytes = frameBytes({ ...parts, ...(mask === undefined ? {} : { mask }) });
    const cut = bytes.length === 0 ? 0 : (cuts[index % cuts.length] ?? 0) % bytes.length;
    if (cut > 0) writer.connection.bytes(frame.direction, bytes.subarray(0, cut));
    writer.connection.bytes(frame.direction, bytes.subarray(cut));
    writer.exchange.frame({
      connection: writer.connection.id,
      direction: frame.direction,
      fin: frame.fin,
      rsv: frame.rsv,
      opcode: frame.opcode,
      masked: mask !== undefined,
      mask: mask ?? 0,
      headerBytes: bytes.length - frame.payload.length,
      payloadBytes: frame.payload.length,
      offset: offsets[frame.direction],
    });
    offsets[frame.direction] += bytes.length;
  }
  return writer;
}

describe('recorded frames', () => {
  test('are read back as they were, whatever the chunks', () => {
    const frames = fc.array(anyFrame, { minLength: 1, maxLength: 60 });
    const cuts = fc.array(fc.nat(400), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(frames, cuts, (sent, places) => {
        const recording = new Recording();
        const { exchange } = write(recording, sent, places);
        for (const [row, frame] of sent.entries()) {
          const detail = recording.row(exchange.id, 'frames', row);
          assert.equal(detail?.direction, frame.direction);
          assert.equal(detail?.header?.fin, frame.fin);
          assert.equal(detail?.header?.opcode, frame.opcode);
          assert.equal(detail?.header?.rsv.join(''), frame.rsv.toString(2).padStart(3, '0'));
          assert.equal(detail?.header?.masked, frame.mask !== undefined);
          const ref = { exchange: exchange.id, of: 'row', source: 'frames', row } as const;
          const { bytes, totalBytes } = recording.payload(ref, 0, 1000);
          assert.equal(totalBytes, frame.payload.length);
          assert.deepEqual(bytes, frame.payload);
          const half = frame.payload.length >> 1;
          const rest = recording.payload(ref, half, 7).bytes;
          assert.deepEqual(rest, frame.payload.slice(half, half + 7));
        }
      }),
      { numRuns: 50 },
    );
  });

  test('a length that needs more than 32 bits stays what it was', () => {
    const recording = new Recording();
    const { exchange, connection } = new WebSocketWriter(recording);
    const payloadBytes = 2 ** 53 - 1;
    const offset = connection.bytes('in', Buffer.from('82 7f 00 1f ff ff ff ff ff ff'));
    const frame = exchange.frame({
      connection: connection.id,
      direction: 'in',
      fin: true,
      rsv: 0,
      opcode: 2,
      masked: false,
      mask: 0,
      headerBytes: 10,
      payloadBytes,
      offset,
    });
    assert.equal(recording.row(exchange.id, 'frames', frame)?.header?.payloadBytes, payloadBytes);
    assert.equal(recording.row(exchange.id, 'frames', frame)?.header?.lengthEncoding, '64 bit');
  });

  test('an invalid frame stays in the log and says why, with the section of the RFC', () => {
    const recording = new Recording();
    const writer = new WebSocketWriter(recording);
    const frame = writer.frame('in', { opcode: 3, payload: Buffer.from('x') });
    const params = { rfc: 'RFC 6455 §5.2', opcode: '0x3' };
    writer.exchange.frameError(frame, new WireError('WB_WS_UNKNOWN_OPCODE', 'frames', { params }));
    const error = recording.row(writer.exchange.id, 'frames', frame)?.error;
    assert.equal(error?.code, 'WB_WS_UNKNOWN_OPCODE');
    assert.equal(error?.rfc, 'RFC 6455 §5.2');
    const event = recording.events(writer.exchange.id, 1, 1).events[0];
    assert.equal(event?.event === 'ws.frame' && event.valid, false);
    assert.equal(event?.event === 'ws.frame' && event.error, error?.message);
  });

  test('a pong that answers our ping carries its round-trip time', () => {
    const recording = new Recording();
    const writer = new WebSocketWriter(recording);
    const pong = writer.frame('in', { opcode: 10, payload: Buffer.from('keep') });
    writer.exchange.roundTrip(pong, 2.12345);
    const [, , event] = recording.events(writer.exchange.id, 0, 3).events;
    assert.deepEqual(event?.event === 'ws.pong' && [event.rttMs, event.base64], [
      2.123,
      'a2VlcA==',
    ]);
    assert.equal(recording.row(writer.exchange.id, 'frames', pong)?.rttMs, 2.12345);
  });

  test('fragments know their place, and a control frame between them is none', () => {
    const recording = new Recording();
    const writer = new WebSocketWriter(recording);
    const first = writer.frame('in', {
      opcode: 1,
      fin: false,
      payload: Buffer.from('你好').subarray(0, 4),
    });
    writer.frame('in', { opcode: 9, payload: Buffer.from('?') });
    writer.frame('out', { opcode: 1, payload: Buffer.from('other way') });
    writer.frame('in', { opcode: 0, fin: false, payload: Buffer.from('你好').subarray(4) });
    const last = writer.frame('in', { opcode: 0, payload: Buffer.from('!') });
    writer.exchange.message({
      direction: 'in',
      type: 'text',
      firstFrame: first,
      lastFrame: last,
      fragments: 3,
      compressed: false,
      bytes: 7,
      wireBytes: 13,
    });
    const filter = { directions: [], types: [], text: '' };
    const query = {
      exchange: writer.exchange.id,
      source: 'frames',
      filter,
      from: 0,
      count: 9,
    } as const;
    const rows = recording.rows(query).rows;
    assert.deepEqual(
      rows.map(({ fragment }) => fragment && [fragment.index, fragment.final]),
      [[0, false], undefined, undefined, [1, false], [2, true]],
    );
    const message = recording.events(writer.exchange.id, 0, 99).events.at(-1);
    assert.equal(message?.event === 'ws.message' && message.text, '你好!');
    assert.deepEqual(recording.row(writer.exchange.id, 'frames', 3)?.message, {
      firstFrame: first,
      lastFrame: last,
      fragments: 3,
      bytes: 7,
    });
    assert.equal(recording.row(writer.exchange.id, 'frames', 1)?.message, null);
  });

  test('a compressed message keeps what it said', () => {
    const recording = new Recording();
    const writer = new WebSocketWriter(recording);
    const row = writer.compressed('in', 'hello hello hello', Buffer.from([1, 2, 3]));
    const ref = { exchange: writer.exchange.id, of: 'row', row } as const;
    for (const source of ['frames', 'messages'] as const) {
      const { bytes } = recording.payload({ ...ref, source }, 6, 5);
      assert.equal(Buffer.from(bytes).toString(), 'hello');
      assert.equal(recording.row(writer.exchange.id, source, row)?.compressed, true);
    }
    const message = recording.events(writer.exchange.id, 1, 1).events[1];
    assert.equal(message?.event === 'ws.message' && message.text, 'hello hello hello');
    assert.equal(message?.event === 'ws.message' && message.wireBytes, 5);
  });

  test('events behind a message that is being inflated wait for it, in the order of the wire', () => {
    const recording = new Recording();
    const writer = new WebSocketWriter(recording);
    const frame = writer.frame('in', { opcode: 1, rsv: 4, payload: Buffer.from([1, 2, 3]) });
    writer.frame('in', { opcode: 9, payload: Buffer.from('keep') });
    const { id } = writer.exchange;
    const names = (): string[] => recording.events(id, 0, 10).events.map(({ event }) => event);
    assert.deepEqual(names(), ['exchange.started']);
    assert.equal(recording.events(id, 0, 10).next, 1);
    writer.exchange.message({
      direction: 'in',
      type: 'text',
      firstFrame: frame,
      lastFrame: frame,
      fragments: 1,
      compressed: true,
      inflated: Buffer.from('hello'),
      bytes: 5,
      wireBytes: 5,
    });
    assert.deepEqual(names(), [
      'exchange.started',
      'ws.frame',
      'ws.message',
      'ws.frame',
      'ws.ping',
    ]);
  });

  test('a close frame says its code and reason, or that it has none', () => {
    const recording = new Recording();
    const writer = new WebSocketWriter(recording);
    writer.frame('in', { opcode: 8, payload: Buffer.from('\u0003\u00e9bye', 'latin1') });
    writer.frame('out', { opcode: 8, payload: Buffer.alloc(0), mask: 99 });
    const { id } = writer.exchange;
    assert.deepEqual(recording.row(id, 'frames', 0)?.close, {
      code: 1001,
      codeName: 'Going Away',
      reason: 'bye',
    });
    assert.equal(recording.row(id, 'frames', 1)?.close?.code, null);
  });
});
