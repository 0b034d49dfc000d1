/** A request that a route answers with an error: `status` and a sentence for the client. */
export class RouteError extends Error {
  override readonly name = 'RouteError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Reads a number from a path or query; 400 where it is not one between `least` and `most`. */
export function boundedNumber(text: string, name: string, least: number, most: number): number {
  const number = text.trim() === '' ? NaN : Number(text);
  if (number >= least && number <= most) return number;
  throw new RouteError(400, `${name} must be a number from ${least} to ${most}, not "${text}".`);
}

/** Like `boundedNumber`, without fractions. */
export function boundedInteger(text: string, name: string, least: number, most: number): number {
  const number = boundedNumber(text, name, least, most);
  if (Number.isInteger(number)) return number;
  throw new RouteError(400, `${name} must be a whole number, not "${text}".`);
}
