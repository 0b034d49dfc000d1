import type { RequestFile } from '../request-file/requestFile.ts';
import { isShared } from '../variables/environmentFile.ts';
import { environmentLayers } from '../variables/scope.ts';
import type { PrepareContext } from './prepareContext.ts';

/** The values of the chosen environment and of those for all, as they are written; who wins is as for variables. */
export function environmentValues(context: PrepareContext): Record<string, string> {
  const chosen = environmentLayers(context, (name) => name === context.environment);
  const layers = [...chosen, ...environmentLayers(context, isShared)];
  const variables = layers.toReversed().flatMap((layer) => [...layer.values()]);
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
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
