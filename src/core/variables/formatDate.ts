import dayjs, { type Dayjs } from 'dayjs';
import advancedFormat from 'dayjs/plugin/advancedFormat.js';
import utc from 'dayjs/plugin/utc.js';

dayjs.extend(utc);
dayjs.extend(advancedFormat);

/** In which calendar a date is read and moved: UTC's, or that of the machine's time zone. */
export type Zone = 'utc' | 'local';

const namedPatterns: Record<string, string> = {
  iso8601: 'YYYY-MM-DDTHH:mm:ss.SSSZ',
  rfc1123: 'ddd, DD MMM YYYY HH:mm:ss ZZ',
};

/** A date as `iso8601`, `rfc1123` or by a pattern of Day.js tokens. */
export function formatDate(date: Date, format: string, zone: Zone): string {
  if (zone === 'utc' && format === 'iso8601') return date.toISOString();
  if (zone === 'utc' && format === 'rfc1123') return date.toUTCString();
  return inZone(date, zone).format(namedPatterns[format] ?? format);
}

/** Moves a date by `-3 h`, `1 d`; no text leaves it; `null` when the text or the date is none. */
export function shiftDate(date: Date, text: string, zone: Zone): Date | null {
  if (text === '') return date;
  const match = /^([+-]?\d{1,9})\s{0,9}(ms|[yQMwdhms])$/.exec(text);
  if (match === null) return null;
  const [, count, unit] = match;
  const [months, name] = unit === 'Q' ? [3, 'M'] : [1, unit];
  const moved = inZone(date, zone).add(Number(count) * months, name as 'M');
  return moved.isValid() ? moved.toDate() : null;
}

function inZone(date: Date, zone: Zone): Dayjs {
  return zone === 'utc' ? dayjs.utc(date) : dayjs(date);
}
