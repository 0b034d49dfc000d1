const unitsMs = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 } as const;

/** A length of time as written in a directive. */
export interface Duration {
  milliseconds: number;
  /** No unit was written: it means seconds. */
  bare: boolean;
}

/** Reads `500 ms`, `5 s`, `1.5 m`, `2 min`, `1 h` or a bare number of seconds; anything else is `null`. */
export function parseDuration(text: string): Duration | null {
  const match = /^(\d{1,9}(?:\.\d{1,6})?)[ \t]{0,9}(ms|s|min|m|h)?$/.exec(text);
  if (match === null) return null;
  const unit = match[2] as keyof typeof unitsMs | undefined;
  return {
    milliseconds: Math.round(Number(match[1]) * unitsMs[unit ?? 's']),
    bare: unit === undefined,
  };
}

const sizes = { b: 1, kb: 1000, kib: 1024, mb: 1e6, mib: 1 << 20, gb: 1e9, gib: 1 << 30 } as const;

/** Reads `1048576`, `64 kB`, `100 MB`, `1 MiB` as bytes; anything else is `null`. */
export function parseByteCount(text: string): number | null {
  const match = /^(\d{1,15})[ \t]{0,9}(b|[kmg]i?b)?$/i.exec(text);
  if (match === null) return null;
  const unit = (match[2] ?? 'b').toLowerCase() as keyof typeof sizes;
  return Number(match[1]) * sizes[unit];
}
