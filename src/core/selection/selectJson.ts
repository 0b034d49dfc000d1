import { valueAt } from './jsonPath.ts';
import { jsonSourceAt } from './jsonSource.ts';
import type { Selection } from './selection.ts';

/** The first value at a JSONPath of a text, strings as they are and all else as the JSON that stands there. */
export function selectJson(json: string, path: string): Selection {
  const document = parseJson(json);
  if (document === undefined) return { problem: 'document', wanted: 'JSON' };
  const found = valueAt(document.value, path);
  if ('problem' in found) return { problem: 'path', reason: found.problem };
  const { value, place } = found;
  if (value === undefined) return { problem: 'nothing' };
  return { found: typeof value === 'string' ? value : jsonSourceAt(withoutMark(json), place) };
}

/** A JSON text, which may begin with a byte order mark; `undefined` where it is none. */
export function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(withoutMark(text)) };
  } catch {
    return undefined;
  }
}

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}
