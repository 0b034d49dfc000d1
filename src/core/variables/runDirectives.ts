import type { RequestBlock } from '../request-file/requestFile.ts';
import type { SourceText, TextRange } from '../request-file/textRange.ts';
import type { NamedRequest, VariableScope } from './scope.ts';

/** A request that must have run before another one is sent. */
export interface RunDirective {
  /** As it is written, for messages and as a key. */
  key: string;
  target: NamedRequest;
  /** `# @forceRef`: runs again also where it has run. */
  always: boolean;
  range: TextRange;
}

/** The requests that `# @ref` and `# @forceRef` of a block name, and the names that are no requests. */
export function readRunDirectives(
  { directives }: RequestBlock,
  scope: VariableScope,
): { needs: RunDirective[]; unknown: SourceText[] } {
  const needs: RunDirective[] = [];
  const unknown: SourceText[] = [];
  for (const { name, value } of directives) {
    if ((name !== 'ref' && name !== 'force-ref') || value === null) continue;
    const target = scope.request(value.text);
    const always = name === 'force-ref';
    const key = `# @${always ? 'forceRef' : 'ref'} ${value.text}`;
    if (target === undefined) unknown.push(value);
    else needs.push({ key, target, always, range: value.range });
  }
  return { needs, unknown };
}
