/** Moves a date by `-3 h`, `1 d`; no text leaves it; `null` when the text or the date is none. Calendar units in UTC. */
export function shiftDate(date: Date, text: string): Date | null {
  if (text === '') return date;
  const match = /^([+-]?\d{1,9})\s{0,9}(ms|[yQMwdhms])$/.exec(text);
  if (match === null) return null;
  const moved = move(new Date(date), Number(match[1]), match[2] ?? '');
  return Number.isNaN(moved.getTime()) ? null : moved;
}

function move(date: Date, count: number, unit: string): Date {
  switch (unit) {
    case 'y':
      date.setUTCFullYear(date.getUTCFullYear() + count);
      return date;
    case 'Q':
    case 'M':
      date.setUTCMonth(date.getUTCMonth() + count * (unit === 'Q' ? 3 : 1));
      return date;
    default:
      return new Date(date.getTime() + count * (unitsMs[unit] ?? 0));
  }
}

const unitsMs: Record<string, number> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
};
