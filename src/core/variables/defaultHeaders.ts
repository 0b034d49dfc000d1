import { environmentConfiguration, type EnvironmentSet } from './environmentFiles.ts';

/** A header that an environment gives to all requests which write none of that name. */
export interface DefaultHeader {
  name: string;
  /** As written, with references. */
  value: string;
  /** It stands in a file for one person. */
  secret: boolean;
}

/** kulala's `$kulalaDefaultHeaders`: those of the environment before those of all, each name once. */
export function defaultHeaders(
  environments: EnvironmentSet,
  environment: string | null,
): DefaultHeader[] {
  const found = environmentConfiguration(environments, environment, '$kulalaDefaultHeaders');
  const headers = new Map<string, DefaultHeader>();
  for (const { value: object, kind } of found) {
    for (const [name, value] of scalarsOf(object)) {
      const key = name.toLowerCase();
      if (!headers.has(key)) headers.set(key, { name, value, secret: kind !== 'public' });
    }
  }
  return [...headers.values()];
}

function scalarsOf(object: unknown): [name: string, value: string][] {
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return [];
  return Object.entries(object).flatMap(([name, value]: [string, unknown]) =>
    ['string', 'number', 'boolean'].includes(typeof value) ? [[name, String(value)]] : [],
  );
}
