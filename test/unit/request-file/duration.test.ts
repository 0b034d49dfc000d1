import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseByteCount, parseDuration } from '../../../src/core/request-file/duration.ts';

describe('durations', () => {
  test('have units, and a bare number is seconds', () => {
    const cases: [text: string, milliseconds: number, bare: boolean][] = [
      ['500 ms', 500, false],
      ['500ms', 500, false],
      ['5 s', 5000, false],
      ['1.5 m', 90_000, false],
      ['2 min', 120_000, false],
      ['1 h', 3_600_000, false],
      ['600', 600_000, true],
      ['0', 0, true],
      ['0.0004 s', 0, false],
    ];
    for (const [text, milliseconds, bare] of cases) {
      assert.deepEqual(parseDuration(text), { milliseconds, bare }, text);
    }
  });

  test('anything else is none', () => {
    for (const text of ['', 'soon', '-1 s', '5 x', '5 s 3', '1e9', '.5 s', '5 S', '9'.repeat(20)]) {
      assert.equal(parseDuration(text), null, text);
    }
  });
});

describe('byte counts', () => {
  test('are plain or have units', () => {
    const cases: [text: string, bytes: number][] = [
      ['0', 0],
      ['1048576', 1_048_576],
      ['64 kB', 64_000],
      ['64KiB', 65_536],
      ['100 MB', 100_000_000],
      ['1 GiB', 1_073_741_824],
      ['7 b', 7],
    ];
    for (const [text, bytes] of cases) assert.equal(parseByteCount(text), bytes, text);
  });

  test('anything else is none', () => {
    for (const text of ['', 'big', '-1', '1.5 MB', '5 TB', 'MB']) {
      assert.equal(parseByteCount(text), null, text);
    }
  });
});
