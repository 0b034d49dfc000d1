import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { composerMessage, ComposerError } from '../../../src/host/consoleHost/composerMessage.ts';

describe('What is typed in the composer', () => {
  test('is sent as it stands when it is text or JSON', () => {
    assert.deepEqual(composerMessage('text', '你好'), { type: 'text', text: '你好' });
    assert.deepEqual(composerMessage('json', '{ "a" : 1 }'), { type: 'text', text: '{ "a" : 1 }' });
  });

  test('becomes bytes when it is hex, however it is grouped', () => {
    for (const text of ['00ff10', '00 FF 10', '0x00, 0xff, 0x10', '00:ff:10\n']) {
      assert.deepEqual(composerMessage('hex', text), {
        type: 'binary',
        bytes: Uint8Array.of(0, 255, 16),
      });
    }
  });

  test('becomes bytes when it is base64, standard or URL-safe, padded or not', () => {
    for (const text of ['+/8=', '-_8', '+/ 8=']) {
      assert.deepEqual(composerMessage('base64', text), {
        type: 'binary',
        bytes: Uint8Array.of(0xfb, 0xff),
      });
    }
  });

  test('is refused when it is not of its format', () => {
    assert.throws(() => composerMessage('json', '{a'), ComposerError);
    assert.throws(() => composerMessage('hex', 'abc'), ComposerError);
    assert.throws(() => composerMessage('hex', 'zz'), ComposerError);
    assert.throws(() => composerMessage('base64', '你好'), ComposerError);
    assert.throws(() => composerMessage('base64', 'AAAAA'), ComposerError);
  });
});
