import { JSONPathError, query } from 'json-p3';
import { runWithin } from '../recording/deadline.ts';

/** A query that takes longer over a document is given up: wildcards multiply. */
const queryLimitMs = 1000;

/** Names, numbers and quoted names: what nearly every path is made of. */
const step =
  /(?:^|\.)(?<name>[\p{L}_$@][\p{L}\p{N}_$@-]*)|\[(?:(?<index>-?\d{1,9})|"(?<double>[^"\\]*)"|'(?<single>[^'\\]*)')\]/uy;

/** The value that a path found, `undefined` where there is none; or why it cannot find any. */
export type Found = { value: unknown } | { problem: string };

/**
 * The first value at a JSONPath (RFC 9535) in a document. `$.` may be left out, and a name may begin with `@` or `$`. Own
 * members only, and nothing is run: a document does not reach what JavaScript gives to every object.
 */
export function valueAt(document: unknown, path: string): Found {
  const relative = path.trim().replace(/^\$(?=[.[]|$)\.?/, '');
  return walk(document, relative) ?? find(document, relative);
}

/** Names and numbers are walked, which takes no longer than they are; `null` for a path that is more than that. */
function walk(document: unknown, path: string): Found | null {
  if (path.startsWith('.')) return null;
  let value = document;
  for (step.lastIndex = 0; step.lastIndex < path.length;) {
    const groups = step.exec(path)?.groups;
    if (groups === undefined) return null;
    const { name, index, double, single } = groups;
    value =
      index === undefined
        ? memberOf(value, name ?? double ?? single ?? '')
        : elementOf(value, Number(index));
  }
  return { value };
}

/** All values at a JSONPath, and whether it can have but one; or why it cannot find any. */
export function valuesAt(
  document: unknown,
  path: string,
): { values: unknown[]; isSingle: boolean } | { problem: string } {
  const relative = path.trim().replace(/^\$(?=[.[]|$)\.?/, '');
  const walked = walk(document, relative);
  if (walked !== null && 'value' in walked) return { values: [walked.value], isSingle: true };
  const found = findAll(document, relative);
  return 'problem' in found ? found : { ...found, isSingle: false };
}

function memberOf(value: unknown, name: string): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function elementOf(value: unknown, index: number): unknown {
  return Array.isArray(value) ? value.at(index) : undefined;
}

function find(document: unknown, path: string): Found {
  const found = findAll(document, path);
  return 'problem' in found ? found : { value: found.values[0] };
}

function findAll(document: unknown, path: string): { values: unknown[] } | { problem: string } {
  const absolute = path === '' || path.startsWith('[') ? `$${path}` : `$.${path}`;
  let values: unknown[] = [];
  try {
    const inTime = runWithin(queryLimitMs, () => {
      values = query(absolute, document as Parameters<typeof query>[1]).values();
    });
    return inTime ? { values } : { problem: `it takes longer than ${queryLimitMs / 1000} s.` };
  } catch (error) {
    // A document nested thousands deep, under `$..`, overflows the stack.
    if (error instanceof RangeError) return { values: [] };
    if (!(error instanceof JSONPathError)) throw error;
    return { problem: error.message };
  }
}
