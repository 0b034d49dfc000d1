import type { PrepareContext } from './prepareContext.ts';

/** The values of the chosen environment as they are written; private ones win. */
export function environmentValues({
  environments,
  environment,
}: PrepareContext): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { environments: named } of [
    ...environments.settings,
    ...environments.files.toReversed(),
  ]) {
    for (const [name, { value }] of named.get(environment ?? '') ?? []) values[name] = value;
  }
  return values;
}
