import type { RequestFile } from '../request-file/requestFile.ts';
import type { PrepareContext } from './prepareContext.ts';

/** The values of the chosen environment and of those for all, as they are written; private ones win. */
export function environmentValues({
  environments,
  environment,
}: PrepareContext): Record<string, string> {
  const values: Record<string, string> = {};
  const sources = [...environments.settings, ...environments.files.toReversed()];
  for (const wanted of ['$kulalaShared', '$shared', environment ?? '']) {
    for (const { environments: named } of sources) {
      for (const [name, { value }] of named.get(wanted) ?? []) values[name] = value;
    }
  }
  return values;
}

/** The values that a file defines, as they are written; the last definition of a name counts. */
export function fileValues({ blocks }: RequestFile): Record<string, string> {
  const variables = blocks.flatMap((block) => block.variables);
  return Object.fromEntries(variables.map(({ name, cooked }) => [name.text, cooked]));
}

/** Number of the sending in a loop, from 0. */
export function iterationOf({ overrides }: PrepareContext): number {
  return Number(overrides.get('$index') ?? 0);
}
