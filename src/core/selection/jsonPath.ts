import { JSONPathError, query, type JSONPathNode } from 'json-p3';
import { runWithin } from '../recording/deadline.ts';
import type { JsonPlace } from './jsonSource.ts';

/** A query that takes longer over a document is given up: wildcards multiply. */
const queryLimitMs = 1000;

/** Names, numbers and quoted names: what nearly every path is made of. */
const step =
  /(?:^|\.)(?<name>[\p{L}_$@][\p{L}\p{N}_$@-]*)|\[(?:(?<index>-?\d{1,9})|"(?<double>[^"\\]*)"|'(?<single>[^'\\]*)')\]/uy;

/** A value, `undefined` where there is none, and where it stands. */
interface PlacedValue {
  value: unknown;
  place: JsonPlace;
}

/** The value that a path found; or why it cannot find any. */
export type Found = PlacedValue | { problem: string };

/**
 * The first value at a JSONPath (RFC 9535) in a document. `$.` may be left out, and a name may begin with `@` or `$`. Own
 * members only, and nothing is run: a document does not reach what JavaScript gives to every object.
 */
export function valueAt(document: unknown, path: string): Found {
  const relative = path.trim().replace(/^\$(?=[.[]|$)\.?/, '');
  return walk(document, relative) ?? find(document, relative);
}

/** Names and numbers are walked, which takes no longer than they are; `null` for a path that is more than that. */
function walk(document: unknown, path: string): PlacedValue | null {
  if (path.startsWith('.')) return null;
  let value = document;
  const place: (string | number)[] = [];
  for (step.lastIndex = 0; step.lastIndex < path.length;) {
    const groups = step.exec(path)?.groups;
    if (groups === undefined) return null;
    const { name, index, double, single } = groups;
    const key =
      index === undefined ? (name ?? double ?? single ?? '') : indexIn(value, Number(index));
    value = typeof key === 'number' ? elementOf(value, key) : memberOf(value, key);
    place.push(key);
  }
  return { value, place };
}

/** All values at a JSONPath, and whether it can have but one; or why it cannot find any. */
export function valuesAt(
  document: unknown,
  path: string,
): { values: unknown[]; isSingle: boolean } | { problem: string } {
  const relative = path.trim().replace(/^\$(?=[.[]|$)\.?/, '');
  const walked = walk(document, relative);
  if (walked !== null) return { values: [walked.value], isSingle: true };
  const found = findAll(document, relative);
  if ('problem' in found) return found;
  return { values: found.nodes.map(({ value }) => value), isSingle: false };
}

function memberOf(value: unknown, name: string): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** A negative index counts from the end. */
function indexIn(value: unknown, index: number): number {
  return index < 0 && Array.isArray(value) ? value.length + index : index;
}

function elementOf(value: unknown, index: number): unknown {
  return Array.isArray(value) ? value[index] : undefined;
}

function find(document: unknown, path: string): Found {
  const found = findAll(document, path);
  if ('problem' in found) return found;
  const [first] = found.nodes;
  return { value: first?.value, place: first?.location ?? [] };
}

function findAll(document: unknown, path: string): { nodes: JSONPathNode[] } | { problem: string } {
  const absolute = path === '' || path.startsWith('[') ? `$${path}` : `$.${path}`;
  let nodes: JSONPathNode[] = [];
  try {
    const inTime = runWithin(queryLimitMs, () => {
      nodes = query(absolute, document as Parameters<typeof query>[1]).nodes;
    });
    return inTime ? { nodes } : { problem: `it takes longer than ${queryLimitMs / 1000} s.` };
  } catch (error) {
    // A document nested thousands deep, under `$..`, overflows the stack.
    if (error instanceof RangeError) return { nodes: [] };
    if (!(error instanceof JSONPathError)) throw error;
    return { problem: error.message };
  }
}
