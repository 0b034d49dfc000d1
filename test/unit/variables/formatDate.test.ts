import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatDate, shiftDate, type Zone } from '../../../src/core/variables/formatDate.ts';

const leapDay = new Date('2024-02-29T23:05:09.007Z');

/** What a function gives on a machine in another time zone. */
function inTimeZone<T>(zone: string, act: () => T): T {
  const before = process.env['TZ'];
  process.env['TZ'] = zone;
  try {
    return act();
  } finally {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  }
}

function named(zone: Zone): string[] {
  return ['iso8601', 'rfc1123'].map((format) => formatDate(leapDay, format, zone));
}

describe('a date', () => {
  test('is written by all tokens of Day.js and its AdvancedFormat', () => {
    const pattern =
      'YYYY YY M MM MMM MMMM D DD Do d dd ddd dddd H HH h hh k kk m mm s ss SSS A a Z ZZ Q X x [at] 年';
    assert.equal(
      formatDate(leapDay, pattern, 'utc'),
      '2024 24 2 02 Feb February 29 29 29th 4 Th Thu Thursday 23 23 11 11 23 23 5 05 9 09 007 PM pm ' +
        '+00:00 +0000 1 1709247909 1709247909007 at 年',
    );
  });

  test('has names for two patterns', () => {
    assert.deepEqual(named('utc'), ['2024-02-29T23:05:09.007Z', 'Thu, 29 Feb 2024 23:05:09 GMT']);
    assert.deepEqual(
      inTimeZone('America/St_Johns', () => named('local')),
      ['2024-02-29T19:35:09.007-03:30', 'Thu, 29 Feb 2024 19:35:09 -0330'],
    );
  });

  test('is of the machine where it is local', () => {
    const local = inTimeZone('Asia/Shanghai', () =>
      formatDate(leapDay, 'YYYY-MM-DD HH:mm Z', 'local'),
    );
    assert.equal(local, '2024-03-01 07:05 +08:00');
  });

  const moved: [by: string, to: string][] = [
    ['', '2024-02-29T23:05:09.007Z'],
    ['-1 y', '2023-02-28T23:05:09.007Z'],
    ['2 Q', '2024-08-29T23:05:09.007Z'],
    ['+1 M', '2024-03-29T23:05:09.007Z'],
    ['1w', '2024-03-07T23:05:09.007Z'],
    ['-1 d', '2024-02-28T23:05:09.007Z'],
    ['1 h', '2024-03-01T00:05:09.007Z'],
    ['5 m', '2024-02-29T23:10:09.007Z'],
    ['1 s', '2024-02-29T23:05:10.007Z'],
    ['-7 ms', '2024-02-29T23:05:09.000Z'],
  ];
  for (const [by, to] of moved) {
    test(`moved by ${JSON.stringify(by)} is ${to}`, () => {
      assert.equal(shiftDate(leapDay, by, 'utc')?.toISOString(), to);
    });
  }

  test('stays in its month where the next one is shorter, and at its hour where the clock changes', () => {
    const endOfMonth = new Date('2024-01-31T12:00:00Z');
    assert.equal(shiftDate(endOfMonth, '1 M', 'utc')?.toISOString(), '2024-02-29T12:00:00.000Z');
    const beforeSummer = new Date('2024-03-30T11:00:00Z');
    const [utc, local] = inTimeZone('Europe/Berlin', () =>
      (['utc', 'local'] as const).map((zone) =>
        shiftDate(beforeSummer, '1 d', zone)?.toISOString(),
      ),
    );
    assert.deepEqual([utc, local], ['2024-03-31T11:00:00.000Z', '2024-03-31T10:00:00.000Z']);
  });

  test('moved by no time, or out of all calendars, is none', () => {
    for (const by of ['1', 'd', '1 x', '1.5 h', '999999999 y']) {
      assert.equal(shiftDate(leapDay, by, 'utc'), null, by);
    }
  });
});
