import { JSONPathError, query } from 'json-p3';
import type { Selection } from './selection.ts';

/** The first value at a JSONPath (RFC 9535), text as it is and all else as JSON. The `$.` may be left out. Runs no code. */
export function selectJson(text: string, path: string): Selection {
  const document = parseJson(text);
  if (document === undefined) return { problem: 'document', wanted: 'JSON' };
  try {
    const [value] = query(absolute(path), document.value).values();
    if (value === undefined) return { problem: 'nothing' };
    return { found: typeof value === 'string' ? value : JSON.stringify(value) };
  } catch (error) {
    // A document nested thousands deep, under `$..`, overflows the stack.
    if (error instanceof RangeError) return { problem: 'nothing' };
    if (!(error instanceof JSONPathError)) throw error;
    return { problem: 'path', reason: error.message };
  }
}

function absolute(path: string): string {
  if (path.startsWith('$')) return path;
  return path.startsWith('[') ? `$${path}` : `$.${path}`;
}

type Json = Parameters<typeof query>[1];

function parseJson(text: string): { value: Json } | undefined {
  try {
    return { value: JSON.parse(text.replace(/^\uFEFF/, '')) as Json };
  } catch {
    return undefined;
  }
}
