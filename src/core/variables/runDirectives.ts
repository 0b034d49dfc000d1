import { diagnose, type Diagnostic } from '../request-file/diagnostic.ts';
import type { RunLine } from '../request-file/handlerNode.ts';
import type { RequestBlock } from '../request-file/requestFile.ts';
import { splitRunTarget } from '../request-file/runTarget.ts';
import type { TextRange } from '../request-file/textRange.ts';
import type { NamedRequest, VariableScope } from './scope.ts';

/** A request that must have run before another one is sent. */
export interface RunDirective {
  /** As it is written, for messages and as a key. */
  key: string;
  target: NamedRequest;
  /** `# @forceRef` and `run`: runs again also where it has run. */
  always: boolean;
  /** The line `run`; `null` for a directive. */
  line: RunLine | null;
  range: TextRange;
}

/** What a block runs first, and what names nothing that could run. */
export interface RunDirectives {
  needs: RunDirective[];
  unknown: Diagnostic[];
}

/** True for a block that has other requests run before its own. */
export function hasRunDirectives({ directives, handlers }: RequestBlock): boolean {
  return (
    directives.some(({ name }) => name === 'ref' || name === 'force-ref') ||
    handlers.some(({ kind }) => kind === 'run')
  );
}

/** The requests that `# @ref`, `# @forceRef` and `run` of a block name, the directives first. */
export function readRunDirectives(
  { directives, handlers }: RequestBlock,
  scope: VariableScope,
): RunDirectives {
  const found: RunDirectives = { needs: [], unknown: [] };
  for (const { name, value } of directives) {
    if ((name !== 'ref' && name !== 'force-ref') || value === null) continue;
    const target = scope.request(value.text);
    const always = name === 'force-ref';
    const key = `# @${always ? 'forceRef' : 'ref'} ${value.text}`;
    if (target === undefined) found.unknown.push(diagnose('WB2006', value.range, value.text));
    else found.needs.push({ key, target, always, line: null, range: value.range });
  }
  for (const handler of handlers) if (handler.kind === 'run') readRunLine(handler, scope, found);
  return found;
}

/** The key tells the same line written twice apart. */
function readRunLine(line: RunLine, scope: VariableScope, found: RunDirectives): void {
  const { text, range } = line.target;
  const targets = scope.run(text);
  for (const target of targets ?? []) {
    const place = target.block.request.lineRange.line;
    const key = `run ${text} (${range.line}:${place})`;
    found.needs.push({ key, target, always: true, line, range });
  }
  if (targets !== undefined) return;
  const { path, name } = splitRunTarget(text);
  found.unknown.push(
    name === null ? diagnose('WB3007', range, path ?? text) : diagnose('WB2006', range, text),
  );
}
