import { basename } from 'node:path';
import { maskText } from '../recording/masker.ts';
import { Resolver } from '../variables/resolver.ts';
import type { VariableScope } from '../variables/scope.ts';
import type { Variable } from '../variables/variable.ts';
import type { LanguageInput } from './languageInput.ts';

/** Characters of a value that are shown at most. */
const maxShown = 500;

/** What an expression between braces stands for, masked where it is secret; `null` where it has no value. */
export function shownValue(
  { variables }: LanguageInput,
  scope: VariableScope,
  expression: string,
): string | null {
  const resolver = new Resolver(scope, variables.sources);
  const range = { offset: 0, endOffset: 0, line: 1, column: 1, endLine: 1, endColumn: 1 };
  const value = resolver.resolve({ text: `{{${expression}}}`, range });
  if (resolver.problems.length > 0) return null;
  return isSecret(resolver, scope, expression) ? maskText : cut(value);
}

/** A value as it is written, masked where it is secret. */
export function writtenValue({ value, secret }: Variable): string {
  return secret ? maskText : cut(value);
}

/** Where a variable was defined, in a few words. */
export function sourceText({ translate }: LanguageInput, { source }: Variable): string {
  const { path, line, environment } = source;
  if (path === null) return translate('given from outside');
  const place = line === null ? basename(path) : `${basename(path)}:${line}`;
  return environment === null ? place : `${place} · ${environment}`;
}

/** Secret itself, or made of something secret. A short secret is in no list of secrets, but secret all the same. */
function isSecret(resolver: Resolver, scope: VariableScope, expression: string): boolean {
  const variable = scope.find(expression.replace(/^%\s*/, ''));
  return resolver.secrets.size > 0 || variable?.secret === true;
}

function cut(value: string): string {
  return value.length > maxShown ? `${value.slice(0, maxShown)}…` : value;
}
