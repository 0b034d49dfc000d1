/** The system's own words for an error: its code (`ECONNREFUSED`), else its message; `null` for nothing. */
export function causeOf(error: unknown): string | null {
  if (error === undefined || error === null) {
    return null;
  }
  if (!(error instanceof Error)) {
    return String(error);
  }
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : error.message;
}
