import type { Handler } from '../request-file/handlerNode.ts';

/** What scripts have set, as text. */
export interface ScriptedValues {
  /** `request.variables`: for this request alone, and before all that files say. */
  variables: ReadonlyMap<string, string>;
  /** `client.global`: for all requests, where nothing else has that name. */
  globals: ReadonlyMap<string, string>;
}

/** No script has run. */
export const nothingScripted: ScriptedValues = { variables: new Map(), globals: new Map() };

const setCall = /\b(?:client\.global|request\.variables)\.set\(\s*(["'])([^"'\\]{1,200})\1/g;

/** The names of variables that a script sets, as far as they stand in it. */
export function namesSetBy(handler: Handler): string[] {
  if (handler.kind !== 'script') return [];
  return [...handler.code.text.matchAll(setCall)].flatMap(([, , name]) => name ?? []);
}
