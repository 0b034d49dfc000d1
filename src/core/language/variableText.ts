import { basename } from 'node:path';
import { maskText } from '../recording/maskText.ts';
import { Resolver } from '../variables/resolver.ts';
import type { VariableScope } from '../variables/scope.ts';
import type { Variable, VariableFailure, VariableSource } from '../variables/variable.ts';
import type { LanguageInput } from './languageInput.ts';

/** Characters of a value that are shown at most. */
const maxShown = 500;

/** What an expression between braces stands for, masked where it is secret; `null` where it has no value. */
export function shownValue(
  input: LanguageInput,
  scope: VariableScope,
  expression: string,
): string | null {
  const { value, secret } = valueOf(input, scope, expression);
  return value === null || !secret ? cut(value) : maskText;
}

/** The value of an expression between braces, `null` where it has none, and whether anything secret is in it. */
export function valueOf(
  { variables }: LanguageInput,
  scope: VariableScope,
  expression: string,
): { value: string | null; secret: boolean; problem: VariableFailure | null } {
  const resolver = new Resolver(scope, variables.sources);
  const outcome = resolver.valueOf(expression);
  const secret = resolver.usedSecret || scope.find(nameOf(expression))?.secret === true;
  const value = typeof outcome === 'string' ? outcome : null;
  // What is asked for or fetched when the request is sent has no value yet, and no problem.
  const problem = typeof outcome !== 'string' && 'failure' in outcome ? outcome.failure : null;
  return { value, secret, problem };
}

/** A value as it is written, masked where it is secret. */
export function writtenValue({ value, secret }: Variable): string {
  return secret ? maskText : cut(value);
}

/** Where a variable was defined, in a few words. */
export function sourceText(
  { translate }: LanguageInput,
  { path, line, environment, setting }: VariableSource,
): string {
  if (path === null) return setting ?? translate('given from outside');
  const place = line === null ? basename(path) : `${basename(path)}:${line}`;
  return environment === null ? place : `${place} · ${environment}`;
}

/** The expression without the `%` that asks for percent-encoding. */
function nameOf(expression: string): string {
  return expression.replace(/^%\s*/, '');
}

function cut<T extends string | null>(value: T): T | string {
  return value !== null && value.length > maxShown ? `${value.slice(0, maxShown)}…` : value;
}
