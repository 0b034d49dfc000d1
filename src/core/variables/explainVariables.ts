import { maskText } from '../recording/maskText.ts';
import { isRaw } from '../request-file/methods.ts';
import { partOf, positionsIn, type TextRange } from '../request-file/textRange.ts';
import type {
  RequestBlock,
  RequestBlockWithRequest,
  RequestFile,
} from '../request-file/requestFile.ts';
import type { VariableContext } from './checkVariables.ts';
import { defaultHeaders } from './defaultHeaders.ts';
import { findReferences } from './reference.ts';
import { textsOf, type ReferringText } from './requestTexts.ts';
import { Resolver } from './resolver.ts';
import { VariableScope } from './scope.ts';
import type { VariableFailure, VariableSource } from './variable.ts';

/** Where a value comes from and what it is: what a hover and `run --explain` show. */
export interface VariableExplanation {
  /** What stands between the braces, without a leading `%`. */
  expression: string;
  /** The braces in the request, in the order of the file; none where only another variable or the environment refers to it. */
  references: TextRange[];
  /** What would be sent, secrets masked; `null` where it has a problem or is fetched when the request is sent. */
  value: string | null;
  secret: boolean;
  /** Made by clock or chance: `value` is an example. */
  dynamic: boolean;
  /** `null` where there is none. */
  source: VariableSource | null;
  /** The other definitions of that name, which this one hides. */
  hides: VariableSource[];
  /** The expressions that its definition refers to. */
  uses: string[];
  /** Why it has no value. */
  problem: VariableFailure | null;
}

/** Explains every variable of a request, and those that they refer to behind them; each once. Asks nobody, reads no file. */
export function explainVariables(
  file: RequestFile,
  block: RequestBlockWithRequest,
  context: VariableContext,
): VariableExplanation[] {
  const found = new Map<string, VariableExplanation>();
  const scope = new VariableScope({ ...context, file, block });
  for (const { expression, range } of textsOf(block).flatMap(placedReferences)) {
    const known = found.get(expression) ?? explain(expression, scope, context);
    known.references.push(range);
    found.set(expression, known);
  }
  for (const expression of expressionsOfDefaults(block, context)) {
    if (!found.has(expression)) found.set(expression, explain(expression, scope, context));
  }
  for (const { uses } of found.values()) {
    for (const used of uses) {
      if (!found.has(used)) found.set(used, explain(used, scope, context));
    }
  }
  return [...found.values()];
}

/** What the headers refer to that the environment adds. */
function expressionsOfDefaults(
  { request }: RequestBlockWithRequest,
  { environments, environment }: VariableContext,
): string[] {
  const written = new Set(request.headers.map(({ name }) => name.text.toLowerCase()));
  return defaultHeaders(environments, environment)
    .filter(({ name }) => !isRaw(request.kind) && !written.has(name.toLowerCase()))
    .flatMap(({ value }) => findReferences(value).map(nameOf));
}

/** Explains one expression, as it holds for a block: for a hover over a definition. */
export function explainExpression(
  expression: string,
  file: RequestFile,
  block: RequestBlock,
  context: VariableContext,
): VariableExplanation {
  return explain(expression, new VariableScope({ ...context, file, block }), context);
}

function explain(
  expression: string,
  scope: VariableScope,
  { sources, secrets = [] }: VariableContext,
): VariableExplanation {
  const resolver = new Resolver(scope, sources);
  for (const secret of secrets) resolver.secrets.add(secret);
  const outcome = resolver.valueOf(expression);
  const [winner, ...hidden] = scope.findAll(expression);
  const variable = winner ?? scope.find(expression);
  const problem = typeof outcome !== 'string' && 'failure' in outcome ? outcome.failure : null;
  const implied = problem === null ? resolver.sourceOf(expression) : null;
  return {
    expression,
    references: [],
    value: typeof outcome === 'string' ? masked(outcome, resolver) : null,
    secret: resolver.usedSecret || variable?.secret === true,
    dynamic: resolver.usedDynamic,
    source: variable?.source ?? implied,
    hides: hidden.map(({ source }) => source),
    uses: [...new Set(findReferences(variable?.value ?? '').map(nameOf))],
    problem,
  };
}

/** Only the secret part is masked, unless it is too short to be told from the rest. */
function masked(value: string, { secrets, usedSecret }: Resolver): string {
  const longestFirst = [...secrets].toSorted((a, b) => b.length - a.length);
  const shown = longestFirst.reduce((text, secret) => text.replaceAll(secret, maskText), value);
  return usedSecret && shown === value ? maskText : shown;
}

function placedReferences({
  source,
  captures,
}: ReferringText): { expression: string; range: TextRange }[] {
  const references = findReferences(source.text);
  const positionOf = positionsIn(source);
  return references
    .filter((each) => !captures.has(nameOf(each)))
    .map((reference) => ({
      expression: nameOf(reference),
      range: partOf(source, reference.start, reference.end, positionOf).range,
    }));
}

function nameOf({ expression }: { expression: string }): string {
  return expression.startsWith('%') ? expression.slice(1).trim() : expression;
}
