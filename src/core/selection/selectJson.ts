import { valueAt } from './jsonPath.ts';
import type { Selection } from './selection.ts';

/** The first value at a JSONPath of a text, strings as they are and all else as JSON. */
export function selectJson(json: string, path: string): Selection {
  const document = parseJson(json);
  if (document === undefined) return { problem: 'document', wanted: 'JSON' };
  const found = valueAt(document.value, path);
  if ('problem' in found) return { problem: 'path', reason: found.problem };
  const { value } = found;
  if (value === undefined) return { problem: 'nothing' };
  const text = typeof value === 'string' ? value : jsonText(value);
  return text === null ? { problem: 'nothing' } : { found: text };
}

/** `null` where it is nested deeper than the stack reaches. */
function jsonText(value: unknown): string | null {
  try {
    return JSON.stringify(value);
  } catch {
    return null;
  }
}

/** A JSON text, which may begin with a byte order mark; `undefined` where it is none. */
export function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch {
    return undefined;
  }
}
