import type { PreparedAssertion } from '../assertions/assertion.ts';
import { isRunnable } from '../request-file/handlerNode.ts';
import type { Assertion, Handler, RunnableScript } from '../request-file/handlerNode.ts';
import { isSharedBlock } from '../request-file/sharedBlock.ts';
import type { SourceText } from '../request-file/textRange.ts';
import { moduleFolder } from '../scripts/scriptModules.ts';
import { readFileBytes } from './bodyFile.ts';
import { readModules } from './readModules.ts';
import { environmentValues, fileValues, iterationOf } from './environmentValues.ts';
import type { ConcludingStep, PreparedConclusion, PreparedScript } from './preparedConclusion.ts';
import type { Preparation } from './preparation.ts';
import { writtenTemplate } from './scriptTemplate.ts';

/** What looks at the answer: assertions, and scripts where they may be run. Nothing where there is none. */
export async function prepareConclusion(
  preparation: Preparation,
): Promise<{ conclusion?: PreparedConclusion }> {
  const steps = await prepareSteps(preparation);
  if (steps.length === 0) return {};
  const { scripted } = preparation.context;
  const variables = scripted?.ofRequest ?? {};
  const { context, file, request } = preparation;
  return {
    conclusion: {
      steps,
      written: writtenTemplate(request),
      environment: environmentValues(context),
      fileVariables: fileValues(file),
      iteration: iterationOf(context),
      variables,
      templateValues: preparation.templateValues,
    },
  };
}

async function prepareSteps(preparation: Preparation): Promise<ConcludingStep[]> {
  const steps: ConcludingStep[] = [];
  for (const handler of handlersBelow(preparation)) {
    if (handler.kind === 'assertion') {
      steps.push({ kind: 'assertion', ...prepareAssertion(preparation, handler) });
    } else if (handler.position === 'after' && isRunnable(handler)) {
      if (preparation.context.scripts === null) continue;
      steps.push({ kind: 'script', ...(await prepareScript(preparation, handler)) });
    }
  }
  return steps;
}

/** What stands below the request, then below `NOP` in shared blocks. */
function handlersBelow({ block, file }: Preparation): Handler[] {
  const shared = file.blocks.filter(isSharedBlock).flatMap(({ handlers }) => handlers);
  return [...block.handlers, ...shared.filter(({ position }) => position === 'after')];
}

/** The code of a script, its file read. */
export async function prepareScript(
  preparation: Preparation,
  handler: RunnableScript,
): Promise<PreparedScript> {
  if (handler.kind === 'script') {
    const { text, range } = handler.code;
    const modules = await readModules(preparation, text, '.', handler.code);
    return { file: preparation.file.path ?? '', line: range.line, code: text, ...modules };
  }
  const bytes = await readFileBytes(preparation, handler.path, 'script');
  const file = preparation.resolve(handler.path);
  const code = new TextDecoder().decode(bytes);
  const modules = await readModules(preparation, code, moduleFolder(file), handler.path);
  return { file, line: 1, code, ...modules };
}

function prepareAssertion(
  preparation: Preparation,
  { type, value, operator, expected, range }: Assertion,
): PreparedAssertion {
  const resolved = (source: SourceText | null) => source && preparation.resolve(source);
  const parts = [type, value, operator, expected].map((part) => part?.text);
  return {
    line: range.line,
    text: parts.filter((part) => part !== undefined).join(' '),
    type: type?.text ?? '',
    value: resolved(value),
    operator: operator?.text ?? null,
    expected: resolved(expected),
  };
}
