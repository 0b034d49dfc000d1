import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Http2FrameReader } from '../../../../src/core/wire/http2/frameReader.ts';
import { FrameFlag, FrameType } from '../../../../src/core/wire/http2/frameType.ts';
import { http2Frame } from '../../../support/http2Raw.ts';

/** What is told of bytes that come in pieces of this size. */
function toldOf(bytes: Buffer, pieceBytes: number): string[] {
  const told: string[] = [];
  let content = '';
  const reader = new Http2FrameReader(0, {
    frame: ({ type, payload, paddingBytes }) => {
      told.push(`${type} ${payload?.toString() ?? ''} ${paddingBytes}`);
    },
    content: (_frame, piece) => (content += piece.toString()),
    contentEnded: () => {
      told.push(`= ${content}`);
      content = '';
    },
  });
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    reader.read(bytes.subarray(at, at + pieceBytes), at);
  }
  return told;
}

/** Content, with so many bytes of padding behind it. */
function padded(length: number, text: string): Buffer {
  return Buffer.concat([Buffer.of(length), Buffer.from(text), Buffer.alloc(length)]);
}

describe('Http2FrameReader', () => {
  test('tells content without padding, and when it is complete, wherever the bytes are cut', () => {
    const bytes = Buffer.concat([
      http2Frame(FrameType.headers, 4, 1, Buffer.from('block')),
      http2Frame(FrameType.data, 0, 1, Buffer.from('green')),
      http2Frame(FrameType.data, FrameFlag.padded, 1, padded(7, 'tea')),
      http2Frame(FrameType.data, FrameFlag.padded, 1, padded(0, 'cup')),
      http2Frame(FrameType.data, FrameFlag.padded, 1, padded(3, '')),
      http2Frame(FrameType.data, 0, 1),
      http2Frame(FrameType.ping, 0, 0, Buffer.from('pingpong')),
    ]);
    const whole = toldOf(bytes, bytes.length);
    assert.deepEqual(whole, [
      '1 block 0',
      '0  0',
      '= green',
      '0  8',
      '= tea',
      '0  1',
      '= cup',
      '0  4',
      '= ',
      '0  0',
      '= ',
      '6 pingpong 0',
    ]);
    for (let pieceBytes = 1; pieceBytes < bytes.length; pieceBytes++) {
      assert.deepEqual(toldOf(bytes, pieceBytes), whole, `${pieceBytes}`);
    }
  });
});
