import { isRunnable, type RunnableScript } from '../request-file/handlerNode.ts';
import type { ScriptGlobals, ScriptRequest, ScriptValues } from '../scripts/script.ts';
import { valuesAt } from '../selection/jsonPath.ts';
import { isSharedBlock } from '../request-file/sharedBlock.ts';
import type { NamedRequest } from '../variables/scope.ts';
import {
  nothingScripted,
  type Elements,
  type ScriptedValues,
} from '../variables/scriptedValues.ts';
import type { WireEventBody } from '../wire/events.ts';

import { environmentValues, fileValues, iterationOf } from './environmentValues.ts';
import { Preparation, type Gathered } from './preparation.ts';
import { prepareScript } from './prepareConclusion.ts';
import type { PrepareContext } from './prepareContext.ts';
import { faultOf, tellScript } from './scriptOutcome.ts';
import { templateOf } from './scriptTemplate.ts';

/** What the scripts above a request did. */
export interface ScriptsAbove {
  scripted: ScriptedValues;
  /** What they logged and tested. */
  told: WireEventBody[];
}

const nothingGathered: Gathered = { imports: [], run: new Map(), answers: new Map() };

/**
 * Runs the scripts of shared blocks and those above a request, one after the other: what they set holds for the
 * request. Rejects with a `WireError` of phase `script` when one of them has a fault;
 * `secrets` gets what such a failure must not show.
 */
export async function runScriptsAbove(
  request: NamedRequest,
  context: PrepareContext,
  secrets: Set<string>,
): Promise<ScriptsAbove> {
  const { scripts } = context;
  const told: WireEventBody[] = [];
  if (scripts === null) return { scripted: nothingScripted, told };
  let variables: ScriptValues = {};
  for (const handler of scriptsAbove(request)) {
    const preparation = new Preparation(request, context, nothingGathered);
    const script = await prepareScript(preparation, handler);
    const view = { ...requestView(preparation), variables };
    for (const secret of preparation.secrets) secrets.add(secret);
    const result = await scripts.runScript({ ...script, request: view, response: null });
    tellScript(result, script, (event) => told.push(event));
    const fault = faultOf(result, script);
    if (fault !== null) throw fault;
    ({ variables } = result);
  }
  return { scripted: scriptedValues(variables, await scripts.scriptGlobals()), told };
}

function scriptsAbove({ file, block }: NamedRequest): RunnableScript[] {
  return [...file.blocks.filter(isSharedBlock), block]
    .flatMap(({ handlers }) => handlers)
    .filter((handler) => handler.position === 'before')
    .filter(isRunnable);
}

/** The request as it is written, and with the variables that are known by now. */
function requestView(preparation: Preparation): Omit<ScriptRequest, 'variables'> {
  const { file, context, request } = preparation;
  return {
    method: request.method?.text ?? 'GET',
    ...templateOf(request, ({ text }) => text),
    known: templateOf(request, (source) => preparation.resolve(source)),
    environment: environmentValues(context),
    fileVariables: fileValues(file),
    iteration: iterationOf(context),
    templateValues: preparation.templateValues,
  };
}

function scriptedValues(
  variables: ScriptValues,
  { values, headers }: ScriptGlobals,
): ScriptedValues {
  return {
    ofRequest: variables,
    variables: textsOf(variables),
    globals: textsOf(values),
    headers: new Map(Object.entries(headers)),
    elementsAt: (path) => elementsAt({ ...values, ...variables }, path),
  };
}

/** A path to one list means its elements. */
function elementsAt(document: ScriptValues, path: string): Elements {
  const found = valuesAt(document, path);
  if ('problem' in found) return found;
  const [first] = found.values;
  const elements = found.isSingle && Array.isArray(first) ? first : found.values;
  return { elements: elements.flatMap((each) => (each === undefined ? [] : [textOf(each)])) };
}

function textsOf(values: ScriptValues): Map<string, string> {
  return new Map(Object.entries(values).map(([name, value]) => [name, textOf(value)]));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
