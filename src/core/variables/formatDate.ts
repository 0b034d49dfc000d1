/** A date as `iso8601`, `rfc1123` or by a pattern of Day.js tokens, in UTC or the machine's time zone. */
export function formatDate(date: Date, format: string, zone: 'utc' | 'local'): string {
  if (format === 'iso8601') {
    return zone === 'utc' ? date.toISOString() : formatDate(date, isoPattern, zone);
  }
  if (format === 'rfc1123') {
    return zone === 'utc' ? date.toUTCString() : formatDate(date, rfcPattern, zone);
  }
  const offsetMinutes = zone === 'utc' ? 0 : -date.getTimezoneOffset();
  const parts = partsOf(new Date(date.getTime() + offsetMinutes * 60_000), offsetMinutes);
  return format.replace(token, (text: string, literal: string | undefined) =>
    literal === undefined ? (parts[text] ?? text) : literal,
  );
}

const isoPattern = 'YYYY-MM-DDTHH:mm:ss.SSSZ';
const rfcPattern = 'ddd, DD MMM YYYY HH:mm:ss ZZ';

/** Day.js's tokens with those of its plugin AdvancedFormat; `[…]` is text. Longer tokens stand first. */
const token =
  /\[([^\]]+)\]|YYYY|YY|MMMM|MMM|MM|M|Do|DD|D|dddd|ddd|dd|d|HH|H|hh|h|kk|k|mm|m|ss|SSS|s|ZZ|Z|A|a|Q|X|x/g;

const months =
  'January February March April May June July August September October November December'.split(
    ' ',
  );
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** What each token stands for; `local` holds the zone's time in its UTC fields. */
function partsOf(local: Date, offsetMinutes: number): Record<string, string> {
  const year = String(local.getUTCFullYear());
  const month = local.getUTCMonth();
  const day = local.getUTCDate();
  const weekday = days[local.getUTCDay()] ?? '';
  const hour = local.getUTCHours();
  const offset = offsetText(offsetMinutes);
  const seconds = (local.getTime() - offsetMinutes * 60_000) / 1000;
  const parts: Record<string, string> = {
    YYYY: year.padStart(4, '0'),
    YY: year.slice(-2),
    MMMM: months[month] ?? '',
    MMM: (months[month] ?? '').slice(0, 3),
    Do: ordinal(day),
    dddd: weekday,
    ddd: weekday.slice(0, 3),
    dd: weekday.slice(0, 2),
    d: String(local.getUTCDay()),
    SSS: String(local.getUTCMilliseconds()).padStart(3, '0'),
    Z: offset,
    ZZ: offset.replace(':', ''),
    A: hour < 12 ? 'AM' : 'PM',
    a: hour < 12 ? 'am' : 'pm',
    Q: String(Math.floor(month / 3) + 1),
    X: String(Math.floor(seconds)),
    x: String(Math.round(seconds * 1000)),
  };
  const minute = local.getUTCMinutes();
  const numbers = { M: month + 1, D: day, H: hour, h: hour % 12 || 12, k: hour || 24, m: minute };
  for (const [name, value] of Object.entries({ ...numbers, s: local.getUTCSeconds() })) {
    parts[name] = String(value);
    parts[name + name] = String(value).padStart(2, '0');
  }
  return parts;
}

function offsetText(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const digits = [hours, rest].map((part) => String(part).padStart(2, '0'));
  return `${minutes < 0 ? '-' : '+'}${digits.join(':')}`;
}

function ordinal(day: number): string {
  const teen = day >= 11 && day <= 13;
  return `${day}${(!teen && ['th', 'st', 'nd', 'rd'][day % 10]) || 'th'}`;
}
