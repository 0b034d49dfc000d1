import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import {
  decodeText,
  isImage,
  looksLikeText,
  payloadViews,
} from '../../../src/console/payload/payloadKind.ts';
import { PayloadContent } from '../../../src/console/payload/payloadContent.ts';
import type { PayloadSource } from '../../../src/console/payload/payloadContent.ts';
import { PayloadReader, sliceBytes } from '../../../src/console/payload/payloadReader.ts';
import { closeCodeMeaning, maySendCloseCode } from '../../../src/console/payload/closeCodes.ts';

const encoder = new TextEncoder();

function readerOf(payload: Uint8Array, saidTotal = payload.length): PayloadReader {
  return new PayloadReader(
    { exchange: 1, of: 'response', hop: 0 },
    async (offset, lengthBytes) => ({
      bytes: payload.slice(offset, offset + lengthBytes),
      totalBytes: saidTotal,
    }),
  );
}

describe('payload reader', () => {
  test('reads slice by slice and joins them', async () => {
    const payload = Uint8Array.from({ length: sliceBytes + 10 }, (_, index) => index % 251);
    const reader = readerOf(payload);
    await reader.loadMore();
    assert.equal(reader.loadedBytes, sliceBytes);
    assert.equal(reader.isComplete, false);
    await reader.loadMore();
    assert.equal(reader.isComplete, true);
    assert.deepEqual(reader.bytes, payload);
  });

  test('a host that has less than it counts ends the reading', async () => {
    const reader = readerOf(new Uint8Array(5), 100);
    await reader.loadMore();
    await reader.loadMore();
    assert.equal(reader.isComplete, true);
    assert.equal(reader.totalBytes, 5);
  });
});

describe('a payload that grows', () => {
  test('is read on from where it was, its last character when it is whole', async () => {
    const bytes = encoder.encode('茶\n龙');
    let there = 5;
    const source: PayloadSource = {
      ref: { exchange: 1, of: 'response', hop: 0 },
      version: there,
      grows: true,
      contentType: 'text/plain',
      charset: 'utf-8',
      isText: null,
      borders: [],
    };
    const asked: number[] = [];
    const content = new PayloadContent(source, async (offset) => {
      asked.push(offset);
      return { bytes: bytes.slice(offset, there), totalBytes: there };
    });
    await content.load(1);
    assert.equal(content.text, '茶\n');
    there = bytes.length;
    await content.grow({ ...source, version: there, grows: false });
    assert.equal(content.text, '茶\n龙');
    assert.deepEqual(asked, [0, 5]);
  });
});

function views(text: string | Uint8Array, contentType: string | null, isJson = false): string[] {
  const bytes = typeof text === 'string' ? encoder.encode(text) : text;
  return payloadViews({ bytes, contentType, isText: null, isJson });
}

describe('payload kind', () => {
  test('the best view comes first', () => {
    assert.deepEqual(views('{}', 'application/json', true), ['json', 'text', 'hex']);
    assert.deepEqual(views('<p>', 'text/html; charset=utf-8'), ['text', 'hex']);
    assert.deepEqual(views(Uint8Array.of(0, 1, 2), null), ['hex', 'text']);
    assert.deepEqual(views('你好', null), ['text', 'hex']);
    assert.deepEqual(views(Uint8Array.of(0x89), 'image/png'), ['image', 'hex']);
  });

  test('SVG is text, never a picture: it may carry scripts', () => {
    assert.equal(isImage('image/svg+xml'), false);
    assert.equal(isImage('IMAGE/PNG; x=y'), true);
  });

  test('a character cut in two at the end still counts as text', () => {
    assert.equal(looksLikeText(encoder.encode('纳斯').subarray(0, 5)), true);
    assert.equal(looksLikeText(Uint8Array.of(0xff, 0xfe)), false);
  });

  test('a charset is followed, an unknown one is read as UTF-8', () => {
    assert.equal(decodeText(Uint8Array.of(0xe9), 'latin1', true), 'é');
    assert.equal(decodeText(encoder.encode('é'), 'x-nonsense', true), 'é');
  });

  test('half a character at the end of a slice is left out, not replaced', () => {
    assert.equal(decodeText(encoder.encode('达').subarray(0, 2), 'utf-8', false), '');
    assert.equal(decodeText(encoder.encode('达').subarray(0, 2), 'utf-8', true), '\uFFFD');
  });
});

describe('close codes', () => {
  test('only codes that may stand in a close frame may be sent', () => {
    const allowed = [999, 1000, 1004, 1005, 1006, 1014, 1015, 2999, 3000, 4999, 5000].filter(
      maySendCloseCode,
    );
    assert.deepEqual(allowed, [1000, 1014, 3000, 4999]);
  });

  test('every code has a meaning', () => {
    assert.equal(closeCodeMeaning(1002), 'close1002');
    assert.equal(closeCodeMeaning(3001), 'closeRegistered');
    assert.equal(closeCodeMeaning(4321), 'closePrivate');
    assert.equal(closeCodeMeaning(2000), 'closeReserved');
  });
});
