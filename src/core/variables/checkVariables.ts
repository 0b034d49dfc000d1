import { diagnose, type Diagnostic } from '../request-file/diagnostic.ts';
import { isRunnable } from '../request-file/handlerNode.ts';
import { requestsOf, type RequestBlock, type RequestFile } from '../request-file/requestFile.ts';
import type { TextRange } from '../request-file/textRange.ts';
import type { DynamicSources } from './dynamicVariables.ts';
import { checkDatePatterns } from './netPattern.ts';
import { requestCircles, type BlockNeed } from './requestCircles.ts';
import { textsOf, type ReferringText } from './requestTexts.ts';
import { hasRunDirectives, readRunDirectives } from './runDirectives.ts';
import { Resolver } from './resolver.ts';
import { VariableScope, type ScopeInput } from './scope.ts';

/** What variables are looked up in, for a whole file. */
export interface VariableContext extends Omit<ScopeInput, 'file' | 'block'> {
  sources: DynamicSources;
  /** Texts that are secret wherever they stand. */
  secrets?: readonly string[];
}

/** Diagnostics for all references of a file that have no value (WB2xxx). Reads no file. */
export function checkVariables(file: RequestFile, context: VariableContext): Diagnostic[] {
  const needed = new Map<RequestBlock, BlockNeed[]>();
  const isScripted = [file, ...(context.imports ?? [])].some(hasScriptFile);
  const problems = requestsOf(file)
    .filter(({ request }) => request.kind !== 'unsupported')
    .flatMap((block) => {
      const texts = textsOf(block).filter(({ source }) => source.text.includes('{{'));
      if (texts.length === 0 && !hasRunDirectives(block)) return [];
      const scope = new VariableScope({ ...context, file, block });
      const runs = readRunDirectives(block, scope);
      const checked = texts.map((text) => check(text, new Resolver(scope, context.sources)));
      needed.set(block, [...runs.needs, ...checked.flatMap(({ needs }) => needs)]);
      const patterns = texts.flatMap(({ source }) => checkDatePatterns(source));
      const found = checked
        .flatMap(({ diagnostics }) => diagnostics)
        .map((problem) => (isScripted ? asAwaited(problem) : problem));
      const unknown = runs.unknown.filter(
        ({ range }) => !found.some((problem) => contains(range, problem.range)),
      );
      return [...unknown, ...found, ...patterns];
    });
  return [...problems, ...requestCircles(needed)];
}

/** What a script in a file of its own sets is not known here. */
function hasScriptFile({ blocks }: RequestFile): boolean {
  return blocks.some(({ handlers }) =>
    handlers.some((handler) => handler.kind === 'scriptFile' && isRunnable(handler)),
  );
}

function asAwaited(problem: Diagnostic): Diagnostic {
  const { code, range, args } = problem;
  return code === 'WB2001' ? diagnose('WB2020', range, ...args) : problem;
}

/** WB3004 at the start of the file when the chosen environment is nowhere. */
export function checkEnvironment(file: RequestFile, context: VariableContext): Diagnostic[] {
  const { environment, environments } = context;
  const [first] = file.blocks;
  if (environment === null || environments.names.includes(environment)) return [];
  if (first === undefined) return [];
  const range = { ...first.range, endOffset: first.range.offset, endLine: 1, endColumn: 1 };
  return [diagnose('WB3004', range, environment, environments.names.join(', '))];
}

function check(
  { source, captures }: ReferringText,
  resolver: Resolver,
): { diagnostics: Diagnostic[]; needs: BlockNeed[] } {
  resolver.resolve(source);
  const { range } = source;
  const problems = resolver.problems.filter(({ name }) => !captures.has(name.replace(/^%\s*/, '')));
  const at = (line: number, column: number, start: number, end: number): TextRange => ({
    offset: range.offset + start,
    endOffset: range.offset + end,
    line,
    column,
    endLine: line,
    endColumn: column + end - start,
  });
  return {
    diagnostics: problems.map(({ code, args, start, end, line, column }) =>
      diagnose(code, at(line, column, start, end), ...args),
    ),
    needs: [...resolver.needs.values()].flatMap(({ need, start, end, line, column }) =>
      need.kind === 'response'
        ? [{ target: need.target, range: at(line, column, start, end) }]
        : [],
    ),
  };
}

/** A path that leads nowhere because a variable of it has no value is told as that. */
function contains(whole: TextRange, part: TextRange): boolean {
  return whole.offset <= part.offset && part.endOffset <= whole.endOffset;
}
