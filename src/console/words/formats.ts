import { locale } from './words.ts';

const formatters = new Map<string, Intl.NumberFormat>();

function decimal(
  value: number,
  fractionDigits: number,
  grouping = true,
  mostDigits = fractionDigits,
): string {
  const key = `${locale()} ${fractionDigits} ${grouping} ${mostDigits}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat(locale(), {
      minimumFractionDigits: fractionDigits,
      maximumFractionDigits: mostDigits,
      useGrouping: grouping,
    });
    formatters.set(key, formatter);
  }
  return formatter.format(value);
}

/** `3,493` */
export function formatCount(count: number): string {
  return decimal(count, 0);
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** `118 B`, `1.2 kB`, `50 MB`: powers of 1000. */
export function formatBytes(lengthBytes: number): string {
  let value = lengthBytes;
  let unit = 0;
  while (value >= 999.5 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${decimal(value, digits)} ${byteUnits[unit]}`;
}

/** Milliseconds without the unit: `0.42`, `0.9`, `17.6`, `262`. */
export function formatMs(durationMs: number): string {
  if (durationMs >= 99.95) return decimal(durationMs, 0);
  return decimal(durationMs, 1, true, durationMs < 1 ? 2 : 1);
}

/** `17.6 ms`, and from a second on `5.20 s`. */
export function formatDuration(durationMs: number): string {
  return durationMs < 1000 ? `${formatMs(durationMs)} ms` : `${decimal(durationMs / 1000, 2)} s`;
}

/** Time since the exchange began, in seconds: `41.902`. */
export function formatSeconds(timeMs: number): string {
  return decimal(timeMs / 1000, 3, false);
}

/** Time since the row before: `+98.4`, `+198`. */
export function formatDelta(deltaMs: number): string {
  return `+${decimal(deltaMs, deltaMs < 99.95 ? 1 : 0)}`;
}

/** How long something has been open: `00:42`, `1:02:03`. */
export function formatClock(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  const hours = Math.floor(seconds / 3600);
  return (hours > 0 ? [String(hours), ...parts] : parts).join(':');
}

/** A day, in the words of the locale: `Feb 20, 2027`. */
export function formatDate(isoDate: string): string {
  const time = Date.parse(isoDate);
  if (Number.isNaN(time)) return isoDate;
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' }).format(time);
}

/** A time of day, in the words of the locale: `14:02:11`. */
export function formatTime(epochMs: number): string {
  return new Intl.DateTimeFormat(locale(), { timeStyle: 'medium' }).format(epochMs);
}

/** Days from `nowMs` until a date; negative when it is past, null when it is no date. */
export function daysUntil(isoDate: string, nowMs: number): number | null {
  const time = Date.parse(isoDate);
  return Number.isNaN(time) ? null : Math.floor((time - nowMs) / 86_400_000);
}

/** `127.0.0.1:8443`, `[::1]:8443`, and the path of a UNIX socket. */
export function formatAddress(address: { address: string; port: number }): string {
  if (isUnixSocket(address)) return address.address;
  const host = address.address.includes(':') ? `[${address.address}]` : address.address;
  return `${host}:${address.port}`;
}

/** The end of a connection that is a path in the place of an address. */
export function isUnixSocket({ port }: { port: number }): boolean {
  return port === 0;
}

/** An offset in hex, with as many digits (an even number, at least four) as the last one needs. */
export function formatOffset(offset: number, lengthBytes: number): string {
  const digits = Math.max(4, Math.ceil(Math.max(0, lengthBytes - 1).toString(16).length / 2) * 2);
  return offset.toString(16).padStart(digits, '0');
}
