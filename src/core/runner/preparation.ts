import { saysNo } from '../request-file/directiveCatalogue.ts';
import type { RunLine } from '../request-file/handlerNode.ts';
import type {
  Directive,
  RequestBlockWithRequest,
  RequestFile,
  RequestNode,
} from '../request-file/requestFile.ts';
import type { Diagnostic } from '../request-file/diagnostic.ts';
import type { SourceText } from '../request-file/textRange.ts';
import type { WireError } from '../errors/wireError.ts';
import type { Answer, Handover } from '../variables/need.ts';
import type { Prompt } from '../variables/prompt.ts';
import { Resolver } from '../variables/resolver.ts';
import { VariableScope, type NamedRequest } from '../variables/scope.ts';
import { readRunDirectives } from '../variables/runDirectives.ts';
import type { PrepareContext } from './prepareContext.ts';
import {
  failureOfDiagnostic,
  failureOfReference,
  failureOfVariable,
  prepareFailure,
} from './prepareFailure.ts';

/** What was fetched for a request so far. */
export interface Gathered {
  /** The files that its file imports. */
  imports: readonly RequestFile[];
  /** The files that it runs, by the path as written. */
  run: ReadonlyMap<string, RequestFile>;
  answers: Map<string, Answer>;
}

/** One request on its way from the file to what is sent. */
export class Preparation {
  readonly file: RequestFile;
  readonly block: RequestBlockWithRequest;
  readonly context: PrepareContext;
  readonly #scope: VariableScope;
  readonly #resolver: Resolver;
  #shared: readonly Directive[] | null = null;

  constructor(
    { file, block }: NamedRequest,
    context: PrepareContext,
    { imports, run, answers }: Gathered,
  ) {
    this.file = file;
    this.block = block;
    this.context = context;
    this.#scope = new VariableScope({ ...context, file, block, imports, run });
    this.#resolver = new Resolver(this.#scope, context.sources, answers);
    for (const secret of context.secrets ?? []) this.secrets.add(secret);
  }

  get request(): RequestNode {
    return this.block.request;
  }

  get problems(): Resolver['problems'] {
    return this.#resolver.problems;
  }

  get needs(): Resolver['needs'] {
    return this.#resolver.needs;
  }

  get secrets(): Set<string> {
    return this.#resolver.secrets;
  }

  /** The elements of collections that were used, in their order. */
  get templateValues(): readonly string[] {
    return this.#resolver.elements;
  }

  /** How often the request is sent: once for each element of its collections. */
  get sendings(): number {
    return this.#resolver.sendings;
  }

  /** The text with its variables; problems are collected. */
  resolve(source: SourceText): string {
    return this.#resolver.resolve(source);
  }

  /**
   * Refuses names that are no requests; those that must run first become needs, unless they have run. Lines `run` are
   * done one after the other.
   */
  requireRuns(answers: Gathered['answers']): void {
    const { needs, unknown } = readRunDirectives(this.block, this.#scope);
    const [first] = unknown;
    if (first !== undefined) throw this.#failureOfRuns(first);
    for (const { key, target, always, line, range } of needs) {
      const answer = answers.get(key);
      if (answer !== undefined && 'failure' in answer) {
        throw failureOfReference(range, answer.failure);
      }
      if (answer !== undefined) continue;
      const handover = line === null ? {} : { handover: this.#handoverOf(line) };
      const { offset: start, endOffset: end } = range;
      const need = { kind: 'run', key, always, target, ...handover } as const;
      this.needs.set(key, { ...range, need, start, end });
      if (line !== null) break;
    }
  }

  /** A path that leads nowhere because a variable has no value is told as that. */
  #failureOfRuns(unknown: Diagnostic): WireError {
    for (const handler of this.block.handlers) {
      if (handler.kind === 'run') this.resolve(handler.target);
    }
    const [problem] = this.problems;
    return problem === undefined ? failureOfDiagnostic(unknown) : failureOfVariable(problem);
  }

  /** The variables of a line `run`. What they need in turn is fetched before anything else is looked at. */
  #handoverOf({ variables, target: { range } }: RunLine): Handover {
    const values = variables.map(({ name, value }) => [name.text, this.resolve(value)] as const);
    const [problem] = this.problems;
    if (problem !== undefined) throw failureOfVariable(problem);
    if (this.needs.size > 0) throw prepareFailure('WB_PROMPT_CANCELLED', range, { name: '' });
    return { variables: new Map(values), secrets: [...this.secrets] };
  }

  /** The value of the variable that `text` names, empty where there is none; problems are told at its place. */
  optional({ text, range }: SourceText): string {
    if (this.#scope.find(text) === undefined) return '';
    return this.resolve({ text: `{{${text}}}`, range });
  }

  /** The answer to a question that stands in no text. Throws while it is a need. */
  ask(prompt: Prompt): string {
    const { lineRange } = this.request;
    const answer = this.#resolver.ask(prompt, lineRange);
    if (answer !== null) return answer;
    const [problem] = this.problems;
    if (problem !== undefined) throw failureOfVariable(problem);
    throw prepareFailure('WB_PROMPT_CANCELLED', lineRange, { name: prompt.label });
  }

  /** The members of an object of an environment, and the references that stand for their values. */
  members(object: string): [key: string, reference: string][] {
    const members = this.#scope.names().filter((name) => name.startsWith(`${object}.`));
    return members.map((name) => [name.slice(object.length + 1), `{{${name}}}`]);
  }

  /** Those of blocks without a request. */
  get #sharedDirectives(): readonly Directive[] {
    this.#shared ??= this.file.blocks
      .filter(({ request }) => request === null)
      .flatMap(({ directives }) => directives);
    return this.#shared;
  }

  /** The directive that holds: the request's own, else that of a block without a request. */
  directive(...names: string[]): Directive | undefined {
    const named = ({ name }: Directive) => names.includes(name);
    const own = this.block.directives.findLast(named);
    return own ?? this.#sharedDirectives.findLast(named);
  }

  has(...names: string[]): boolean {
    return this.directive(...names) !== undefined;
  }

  /** A directive holds, and its value does not switch it off. */
  isOn(...names: string[]): boolean {
    return this.has(...names) && !saysNo(this.directiveValue(...names) ?? '');
  }

  /** The values of all directives of that name above the request and in blocks without a request, with their variables. */
  directiveValues(wanted: string): SourceText[] {
    return [...this.block.directives, ...this.#sharedDirectives]
      .flatMap(({ name, value }) => (name === wanted && value !== null ? [value] : []))
      .map((value) => ({ text: this.resolve(value), range: value.range }));
  }

  /** The value of a directive with its variables; `null` when the directive or its value is missing. */
  directiveValue(...names: string[]): string | null {
    const value = this.directive(...names)?.value;
    return value ? this.resolve(value) : null;
  }
}
