import { diagnose, type Diagnostic } from '../request-file/diagnostic.ts';
import { requestsOf, type RequestFile } from '../request-file/requestFile.ts';
import type { DynamicSources } from './dynamicVariables.ts';
import { textsOf, type ReferringText } from './requestTexts.ts';
import { Resolver } from './resolver.ts';
import { VariableScope, type ScopeInput } from './scope.ts';

/** What variables are looked up in, for a whole file. */
export interface VariableContext extends Omit<ScopeInput, 'file' | 'block'> {
  sources: DynamicSources;
}

/** Diagnostics for all references of a file that have no value (WB2xxx). Reads no file. */
export function checkVariables(file: RequestFile, context: VariableContext): Diagnostic[] {
  return requestsOf(file)
    .filter(({ request }) => request.kind !== 'unsupported')
    .flatMap((block) => {
      const texts = textsOf(block.request).filter(({ source }) => source.text.includes('{{'));
      if (texts.length === 0) return [];
      const scope = new VariableScope({ ...context, file, block });
      return texts.flatMap((text) => problemsOf(text, new Resolver(scope, context.sources)));
    });
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

function problemsOf({ source, captures }: ReferringText, resolver: Resolver): Diagnostic[] {
  resolver.resolve(source);
  const problems = resolver.problems.filter(({ name }) => !captures.has(name.replace(/^%\s*/, '')));
  return problems.map(({ code, args, start, end, line, column }) =>
    diagnose(
      code,
      {
        offset: source.range.offset + start,
        endOffset: source.range.offset + end,
        line,
        column,
        endLine: line,
        endColumn: column + end - start,
      },
      ...args,
    ),
  );
}
