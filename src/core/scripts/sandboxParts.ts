import { documentOf } from './sandboxDocuments.ts';
import type { SandboxHost } from './sandboxHost.ts';
import { watchPromise } from './sandboxPromises.ts';
import type { Unawaited } from './sandboxPromises.ts';
import type { ScriptHeader, ScriptValue } from './script.ts';

/*
 * The pieces of `sandboxApi.ts`. The source text of each function is evaluated inside the sandbox: they are function
 * declarations, and refer to each other and to nothing else.
 */

/** A value as `console.log` shows it, within bounds. */
export function shownValue(value: unknown): string {
  const shown = (): string => {
    if (typeof value === 'string') return value;
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    try {
      const json = JSON.stringify(value) ?? String(value);
      // A document, a date or a dynamic variable: it is shown as a text.
      return json.startsWith('"') ? String(JSON.parse(json)) : json;
    } catch {
      // A circle, or a BigInt.
      return typeof value === 'bigint' ? String(value) : Object.prototype.toString.call(value);
    }
  };
  return shown().slice(0, 10_000);
}

/** An error that ends a script: `AssertionError` is a failed test, `ScriptExit` no fault at all. */
export function stopScript(
  name: 'AssertionError' | 'ScriptExit' | 'TooManyError',
  message: string,
): never {
  const error = new Error(message);
  error.name = name;
  throw error;
}

export function assertCondition(condition: unknown, message?: unknown): void {
  if (condition) return;
  stopScript('AssertionError', message === undefined ? 'assertion failed' : shownValue(message));
}

export function logValues(logs: string[], values: unknown[]): void {
  if (logs.length >= 1000) return;
  logs.push(
    logs.length < 999 ? values.map(shownValue).join(' ') : '… more than 1,000 lines at once',
  );
}

/** A value as it is kept: what has no JSON is `null`. */
export function toJson(value: unknown): ScriptValue {
  return JSON.parse(JSON.stringify(value) ?? 'null') as ScriptValue;
}

/** The variables of `client.global` and `request.variables`, or headers; `values` has no prototype. */
export function variableStore<T>(values: Record<string, T>, convert: (value: unknown) => T) {
  return {
    set: (name: string, value: unknown) => {
      values[name] = convert(value);
    },
    get: (name: string) => values[name] ?? null,
    isEmpty: () => Object.keys(values).length === 0,
    clear: (name: string) => {
      delete values[name];
    },
    clearAll: () => {
      for (const name of Object.keys(values)) delete values[name];
    },
  };
}

export function headersOf(fields: readonly ScriptHeader[]) {
  const valuesOf = (name: string): string[] => {
    const wanted = name.toLowerCase();
    return fields.filter(([each]) => each.toLowerCase() === wanted).map(([, value]) => value);
  };
  return {
    valueOf: (name: string) => valuesOf(name)[0] ?? null,
    valuesOf,
  };
}

/** What a script does with a stream. */
export interface Subscription {
  isOpen: boolean;
  onEach: (part: string, unsubscribe: () => void) => unknown;
  onFinish: (() => unknown) | undefined;
}

/** The body of a stream: its parts are delivered to who subscribes. */
export function streamBody(subscriptions: Subscription[]) {
  const subscribe = (onEach: Subscription['onEach'], onFinish?: () => unknown): void => {
    subscriptions.push({ isOpen: true, onEach, onFinish });
  };
  return { onEachLine: subscribe, onEachMessage: subscribe };
}

export function deliverPart(
  subscriptions: readonly Subscription[],
  part: string,
  unawaited: Unawaited,
): void {
  for (const subscription of subscriptions) {
    const unsubscribe = (): void => {
      subscription.isOpen = false;
    };
    if (subscription.isOpen) watchPromise(unawaited, subscription.onEach(part, unsubscribe));
  }
}

export function finishStream(subscriptions: Subscription[], unawaited: Unawaited): void {
  for (const { onFinish } of subscriptions.splice(0)) watchPromise(unawaited, onFinish?.());
}

/** JSON as its value, XML and HTML as a document; what claims to be JSON and is not stays text. */
export function bodyValue(host: SandboxHost, body: string, mimeType: string): unknown {
  if (/[/+]xml$|^text\/html$/i.test(mimeType)) return documentOf(host, body, mimeType);
  if (!/[/+]json$/i.test(mimeType)) return body;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** What the sandbox must know of this file. */
export const partFunctions = [
  assertCondition,
  bodyValue,
  deliverPart,
  finishStream,
  headersOf,
  logValues,
  shownValue,
  stopScript,
  streamBody,
  toJson,
  variableStore,
];
