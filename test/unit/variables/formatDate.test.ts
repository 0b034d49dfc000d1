import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import dayjs from 'dayjs';
import advancedFormat from 'dayjs/plugin/advancedFormat.js';
import utc from 'dayjs/plugin/utc.js';
import * as fc from 'fast-check';
import { formatDate } from '../../../src/core/variables/formatDate.ts';

dayjs.extend(utc);
dayjs.extend(advancedFormat);

const tokens =
  'YYYY YY MMMM MMM MM M Do DD D dddd ddd dd d HH H hh h kk k mm m ss SSS s ZZ Z A a Q X x [at] [年] - / : T 年'.split(
    ' ',
  );
const pattern = fc.array(fc.constantFrom(...tokens), { minLength: 1, maxLength: 8 });
const date = fc.date({
  min: new Date('1000-01-01T00:00:00Z'),
  max: new Date('9999-12-31T00:00:00Z'),
  noInvalidDate: true,
});

describe('a date by a pattern', () => {
  test('is what Day.js makes of it, in UTC', () => {
    fc.assert(
      fc.property(date, pattern, (any, parts) => {
        const text = parts.join(' ');
        assert.equal(formatDate(any, text, 'utc'), dayjs.utc(any).format(text));
      }),
    );
  });

  test('is what Day.js makes of it, in the zone of the machine', () => {
    const before = process.env['TZ'];
    for (const zone of ['Asia/Shanghai', 'America/St_Johns', 'Europe/Berlin']) {
      process.env['TZ'] = zone;
      for (const at of ['2024-02-29T23:59:59.999Z', '2024-07-01T00:30:00Z']) {
        const text = tokens.join(' ');
        assert.equal(formatDate(new Date(at), text, 'local'), dayjs(at).format(text), zone);
      }
    }
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });
});
