import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { Sender } from 'ws';
import type { FrameListener } from '../../../../src/core/wire/websocket/frameReader.ts';
import { FrameReader } from '../../../../src/core/wire/websocket/frameReader.ts';
import type { FrameFields } from '../../../../src/core/wire/sink.ts';
import { byteByByte, cutEverywhere, hex } from '../../../support/wsBytes.ts';

type ReadFrame = FrameFields & { payload: Buffer };

/** Keeps each frame with its payload. */
class FrameList implements FrameListener {
  readonly frames: ReadFrame[] = [];
  readonly announcedBytes: number[] = [];
  #pieces: Buffer[] = [];

  onHeader(frame: FrameFields): boolean {
    this.announcedBytes.push(frame.payloadBytes);
    return true;
  }

  onPayload(_frame: FrameFields, chunk: Uint8Array, start: number, end: number): void {
    this.#pieces.push(Buffer.from(chunk.subarray(start, end)));
  }

  onFrame(frame: FrameFields, chunk: Uint8Array, start: number, end: number): boolean {
    this.#pieces.push(Buffer.from(chunk.subarray(start, end)));
    this.frames.push({ ...frame, payload: Buffer.concat(this.#pieces.splice(0)) });
    return true;
  }
}

function readAll(pieces: Iterable<Buffer>, offset = 0): ReadFrame[] {
  const list = new FrameList();
  const reader = new FrameReader(1, 'in', offset, list);
  for (const piece of pieces) reader.read(piece);
  return list.frames;
}

const HEADERS = [
  { name: 'an empty frame', header: '81 00', headerBytes: 2, payloadBytes: 0 },
  { name: 'the longest 7-bit length', header: '82 7d', headerBytes: 2, payloadBytes: 125 },
  { name: 'the shortest 16-bit length', header: '82 7e 007e', headerBytes: 4, payloadBytes: 126 },
  { name: 'the longest 16-bit length', header: '82 7e ffff', headerBytes: 4, payloadBytes: 65_535 },
  {
    name: 'the shortest 64-bit length',
    header: '82 7f 0000000000010000',
    headerBytes: 10,
    payloadBytes: 65_536,
  },
  {
    name: 'a masked frame with a 7-bit length',
    header: '81 85 37fa213d',
    headerBytes: 6,
    payloadBytes: 5,
  },
  {
    name: 'a masked frame with a 16-bit length',
    header: '82 fe 0100 01020304',
    headerBytes: 8,
    payloadBytes: 256,
  },
  {
    name: 'a masked frame with a 64-bit length',
    header: '82 ff 0000000000010000 ffffffff',
    headerBytes: 14,
    payloadBytes: 65_536,
  },
];

describe('the frame reader', () => {
  for (const { name, header, headerBytes, payloadBytes } of HEADERS) {
    test(`reads ${name}, with its header cut at every byte`, () => {
      const start = hex(header);
      const payload = Buffer.alloc(payloadBytes, 0xab);
      for (const pieces of cutEverywhere(start)) {
        const [frame, ...more] = readAll([...pieces, payload]);
        assert.equal(more.length, 0);
        assert.equal(frame?.headerBytes, headerBytes);
        assert.equal(frame.payloadBytes, payloadBytes);
        assert.deepEqual(frame.payload, payload);
      }
    });
  }

  test('reads the masked Hello of RFC 6455 §5.7', () => {
    const bytes = hex('81 85 37fa213d 7f9f4d5158');
    for (const pieces of [...cutEverywhere(bytes), byteByByte(bytes)]) {
      const [frame] = readAll(pieces);
      assert.deepEqual(frame, {
        connection: 1,
        direction: 'in',
        fin: true,
        rsv: 0,
        opcode: 1,
        masked: true,
        mask: 0x37fa213d,
        headerBytes: 6,
        payloadBytes: 5,
        offset: 0,
        payload: hex('7f9f4d5158'),
      });
    }
  });

  test('tells each bit of the first byte apart', () => {
    const [frame] = readAll([hex('5a 00')]);
    assert.equal(frame?.fin, false);
    assert.equal(frame.rsv, 0b101);
    assert.equal(frame.opcode, 10);
    assert.equal(readAll([hex('80 00')])[0]?.fin, true);
  });

  test('reports the mask as an unsigned number', () => {
    assert.equal(readAll([hex('81 80 fffffffe')])[0]?.mask, 0xffff_fffe);
  });

  test('counts offsets from where the frames begin, over chunks that are cut anywhere', () => {
    const bytes = hex('81 01 61 89 00 82 7e 0080'.concat('00'.repeat(128), '81 00'));
    for (const pieces of [...cutEverywhere(bytes), byteByByte(bytes)]) {
      const offsets = readAll(pieces, 1000).map(({ offset }) => offset);
      assert.deepEqual(offsets, [1000, 1003, 1005, 1137]);
    }
  });

  test('keeps a length of 2^63 - 1 apart from one with the highest bit set', () => {
    const list = new FrameList();
    new FrameReader(1, 'in', 0, list).read(hex('82 7f 7fffffffffffffff'));
    new FrameReader(1, 'in', 0, list).read(hex('82 7f 8000000000000000'));
    assert.ok(list.announcedBytes[0]! < 2 ** 63);
    assert.equal(list.announcedBytes[1], 2 ** 63);
  });

  test('knows the frame whose payload has not come', () => {
    const list = new FrameList();
    const reader = new FrameReader(1, 'in', 0, list);
    reader.read(hex('81 05 6865'));
    assert.equal(reader.unfinished?.payloadBytes, 5);
    reader.read(hex('6c6c6f'));
    assert.equal(reader.unfinished, null);
    assert.equal(list.frames.length, 1);
  });

  test('looks at nothing once it was stopped', () => {
    const list = new FrameList();
    const reader = new FrameReader(1, 'in', 0, list);
    reader.stop();
    reader.read(hex('81 00'));
    assert.equal(list.frames.length, 0);
  });

  test('reads back whatever a sender frames, however it is cut', () => {
    const frame = fc.record({
      fin: fc.boolean(),
      rsv1: fc.boolean(),
      mask: fc.boolean(),
      opcode: fc.constantFrom(0, 1, 2, 8, 9, 10),
      payload: fc.oneof(
        fc.uint8Array({ maxLength: 130 }),
        fc.nat({ max: 70_000 }).map((length) => new Uint8Array(length).fill(7)),
      ),
    });
    const streams = fc.tuple(
      fc.array(frame, { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 20 }),
    );
    fc.assert(
      fc.property(streams, ([frames, cuts]) => {
        const wire = Buffer.concat(
          frames.flatMap(({ payload, ...options }) =>
            Sender.frame(Buffer.from(payload), { ...options, readOnly: true }),
          ),
        );
        const read = readAll(cutAlong(wire, cuts));
        assert.equal(read.length, frames.length);
        for (const [index, expected] of frames.entries()) assertSame(read[index]!, expected);
      }),
      { numRuns: 200 },
    );
  });
});

function assertSame(
  read: ReadFrame,
  sent: { fin: boolean; rsv1: boolean; mask: boolean; opcode: number; payload: Uint8Array },
): void {
  assert.equal(read.fin, sent.fin);
  assert.equal(read.rsv, sent.rsv1 ? 4 : 0);
  assert.equal(read.masked, sent.mask);
  assert.equal(read.opcode, sent.opcode);
  assert.equal(read.payloadBytes, sent.payload.length);
  const key = Buffer.alloc(4);
  key.writeUInt32BE(read.mask);
  assert.deepEqual(
    read.payload.map((byte, index) => byte ^ key[index & 3]!),
    Buffer.from(sent.payload),
  );
}

/** Cuts the bytes into pieces of the given sizes, again and again. */
function cutAlong(bytes: Buffer, sizes: number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  while (at < bytes.length) {
    const size = sizes[pieces.length % sizes.length]!;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}
