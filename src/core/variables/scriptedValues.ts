import type { Handler } from '../request-file/handlerNode.ts';
import type { ScriptValues } from '../scripts/script.ts';

/** The elements that a JSONPath finds, as text; or why it finds none. */
export type Elements = { elements: string[] } | { problem: string };

/** What scripts have set, as text. */
export interface ScriptedValues {
  /** `request.variables`: for this request alone, and before all that files say. */
  variables: ReadonlyMap<string, string>;
  /** `client.global`: for all requests, where nothing else has that name. */
  globals: ReadonlyMap<string, string>;
  /** `client.global.headers`: for all requests that do not write such a header themselves. */
  headers: ReadonlyMap<string, string>;
  /** `request.variables` as they are. */
  ofRequest: ScriptValues;
  /** What `{{$.clients..id}}` stands for: an element for each sending. */
  elementsAt(path: string): Elements;
}

/** No script has run. */
export const nothingScripted: ScriptedValues = {
  variables: new Map(),
  globals: new Map(),
  headers: new Map(),
  ofRequest: {},
  elementsAt: () => ({ elements: [] }),
};

const setCall = /(\b(?:client\.global|request\.variables)\.set\(\s*(["']))([^"'\\]{1,200})\2/g;

/** The names of variables that a script sets, as far as they stand in it, and where. */
export function namesSetBy(handler: Handler): { name: string; offset: number }[] {
  if (handler.kind !== 'script') return [];
  const { text, range } = handler.code;
  return [...text.matchAll(setCall)].map(({ index, 1: call = '', 3: name = '' }) => {
    return { name, offset: range.offset + index + call.length };
  });
}
