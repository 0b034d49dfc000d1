import { basename } from 'node:path';
import { maskText } from '../recording/maskText.ts';
import { Resolver } from '../variables/resolver.ts';
import type { VariableScope } from '../variables/scope.ts';
import type { Variable, VariableSource } from '../variables/variable.ts';
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
): { value: string | null; secret: boolean } {
  const resolver = new Resolver(scope, variables.sources);
  const range = { offset: 0, endOffset: 0, line: 1, column: 1, endLine: 1, endColumn: 1 };
  const value = resolver.resolve({ text: `{{${expression}}}`, range });
  const secret = isSecret(resolver, scope, expression);
  return { value: resolver.problems.length > 0 || resolver.needs.size > 0 ? null : value, secret };
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

/** Secret itself, or made of something secret. A short secret is in no list of secrets, but secret all the same. */
function isSecret(resolver: Resolver, scope: VariableScope, expression: string): boolean {
  const variable = scope.find(expression.replace(/^%\s*/, ''));
  return resolver.usedSecret || variable?.secret === true;
}

function cut<T extends string | null>(value: T): T | string {
  return value !== null && value.length > maxShown ? `${value.slice(0, maxShown)}…` : value;
}
