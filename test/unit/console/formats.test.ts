import { after, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import {
  daysUntil,
  formatAddress,
  formatBytes,
  formatClock,
  formatCount,
  formatDelta,
  formatDuration,
  formatMs,
  formatSeconds,
} from '../../../src/console/words/formats.ts';
import { say, sayCount, sayOrdinal, useWords } from '../../../src/console/words/words.ts';

describe('formats', () => {
  test('bytes in powers of a thousand', () => {
    assert.deepEqual([0, 118, 999, 1204, 141_008, 999_999, 50e6, 1.2e9].map(formatBytes), [
      '0 B',
      '118 B',
      '999 B',
      '1.2 kB',
      '141 kB',
      '1.0 MB',
      '50.0 MB',
      '1.2 GB',
    ]);
  });

  test('milliseconds get finer as they get smaller', () => {
    assert.deepEqual([0, 0.42, 0.9, 1.21, 17.6, 99.96, 262.4].map(formatMs), [
      '0.0',
      '0.42',
      '0.9',
      '1.2',
      '17.6',
      '100',
      '262',
    ]);
  });

  test('long durations are in seconds', () => {
    assert.equal(formatDuration(34), '34.0 ms');
    assert.equal(formatDuration(12_345), '12.35 s');
  });

  test('a clock counts minutes, then hours', () => {
    assert.deepEqual([0, 42_400, 61_000, 3_723_000, -5].map(formatClock), [
      '00:00',
      '00:42',
      '01:01',
      '1:02:03',
      '00:00',
    ]);
  });

  test('times of rows', () => {
    assert.equal(formatSeconds(41_902.3), '41.902');
    assert.equal(formatSeconds(3_600_123), '3600.123');
    assert.equal(formatDelta(98.44), '+98.4');
    assert.equal(formatDelta(198.2), '+198');
  });

  test('an IPv6 address stands in brackets', () => {
    assert.equal(formatAddress({ address: '::1', port: 80 }), '[::1]:80');
    assert.equal(formatAddress({ address: '127.0.0.1', port: 80 }), '127.0.0.1:80');
  });

  test('days until a date', () => {
    const nowMs = Date.parse('2026-11-22T12:00:00Z');
    assert.equal(daysUntil('2026-11-24T13:00:00Z', nowMs), 2);
    assert.equal(daysUntil('2026-11-21T12:00:00Z', nowMs), -1);
    assert.equal(daysUntil('never', nowMs), null);
  });
});

describe('words', () => {
  after(() => useWords({}, 'en'));

  test('arguments fill the holes, and a hole without one stays', () => {
    assert.equal(say('countOf', '214', '3,493'), '214 of 3,493');
    assert.equal(say('countOf', '214'), '214 of {1}');
  });

  test('ordinals follow English', () => {
    assert.deepEqual([1, 2, 3, 7, 11, 22, 103].map(sayOrdinal), [
      '1st',
      '2nd',
      '3rd',
      '7th',
      '11th',
      '22nd',
      '103rd',
    ]);
  });

  test('one day is not two', () => {
    assert.equal(sayCount('daysLeftOne', 'daysLeftOther', 1), '1 day left');
    assert.equal(sayCount('daysLeftOne', 'daysLeftOther', 3629), '3,629 days left');
  });

  test('numbers follow the locale, and a word that is not translated stays English', () => {
    useWords({ Send: 'Senden' }, 'de');
    assert.equal(formatCount(3493), '3.493');
    assert.equal(say('send'), 'Senden');
    assert.equal(say('cancel'), 'Cancel');
  });

  test('a locale that nobody knows counts as English', () => {
    useWords({}, 'xx-unknown');
    assert.equal(formatCount(3493), '3,493');
  });
});
