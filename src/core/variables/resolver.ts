import { positionsIn, type SourceText } from '../request-file/textRange.ts';
import { dynamicValue, type DynamicResult, type DynamicSources } from './dynamicVariables.ts';
import type { Answer, Need, PlacedNeed } from './need.ts';
import { readPrompt, type Prompt } from './prompt.ts';
import { findReferences, unescapeBraces, type Reference } from './reference.ts';
import { looksLikeResponse, readResponseReference, requestNamedIn } from './responseReference.ts';
import type { VariableScope } from './scope.ts';
import { sourceOf, type Variable, type VariableFailure, type VariableSource } from './variable.ts';

/** A reference that has no value, and where it stands in the file. */
export interface VariableProblem extends VariableFailure {
  /** What stands between the braces. */
  name: string;
  /** Index of the braces in the text that was resolved. */
  start: number;
  end: number;
  line: number;
  column: number;
}

/** Why a reference has no value, or what must be fetched first. */
type Unresolved = { failure: VariableFailure } | { need: Need };
/** The value of a reference. */
export type Outcome = string | Unresolved;

/** Characters that references may add to one request: definitions that double each other end here. */
const maxAddedCharacters = 50_000_000;
/** What a reference counts as at least, so that a million empty ones end too. */
const minReferenceCharacters = 50;
/** How many variables may refer to each other in a chain. */
export const maxDepth = 100;
/** A value shorter than this hides nothing: masking it would blacken the whole recording. */
const minSecretLength = 4;

/** Resolves the texts of one request. What stands between braces is looked up, never run. */
export class Resolver {
  readonly problems: VariableProblem[] = [];
  /** What must be fetched before the texts have all their values, by key. */
  readonly needs = new Map<string, PlacedNeed>();
  /** Secret values that were used, as they are sent. */
  readonly secrets = new Set<string>();
  /** A value was secret, even if it is too short to be masked elsewhere. */
  usedSecret = false;
  /** A value was made by clock or chance: it is another one the next time. */
  usedDynamic = false;
  /** The elements of collections that were used, in their order. */
  readonly elements: string[] = [];
  /** How often the request is sent: once for each element of its longest collection. */
  sendings = 1;
  readonly #scope: VariableScope;
  readonly #sources: DynamicSources;
  readonly #answers: ReadonlyMap<string, Answer>;
  readonly #values = new Map<Variable, Outcome>();
  readonly #open: Variable[] = [];
  #addedCharacters = 0;

  constructor(
    scope: VariableScope,
    sources: DynamicSources,
    answers: ReadonlyMap<string, Answer> = new Map(),
  ) {
    this.#scope = scope;
    this.#sources = sources;
    this.#answers = answers;
  }

  /** The text with all references replaced; one without a value stays and is added to `problems` or `needs`. */
  resolve(source: SourceText): string {
    const positionOf = positionsIn(source);
    return this.#replace(source.text, (reference, unresolved) => {
      const { start, end, expression } = reference;
      const position = positionOf(start);
      if ('need' in unresolved) {
        this.needs.set(unresolved.need.key, { need: unresolved.need, start, end, ...position });
      } else {
        this.problems.push({ ...unresolved.failure, name: expression, start, end, ...position });
      }
      return source.text.slice(start, end);
    });
  }

  /** The answer to a question that stands in no text; `null` where there is none (yet), which is added as in `resolve`. */
  ask(prompt: Prompt, place: { line: number; column: number }): string | null {
    const { label: name } = prompt;
    const { line, column } = place;
    const at = { start: 0, end: 0, line, column };
    const answer = this.#answerTo({ kind: 'prompt', key: name, prompt });
    if (typeof answer === 'string') return answer;
    if ('need' in answer) this.needs.set(name, { need: answer.need, ...at });
    else this.problems.push({ ...answer.failure, name, ...at });
    return null;
  }

  /** The value of what stands between braces; a leading `%` asks for percent-encoding. */
  valueOf(expression: string): Outcome {
    const encoded = /^%./.test(expression);
    const name = encoded ? expression.slice(1).trim() : expression;
    if (this.#addedCharacters > maxAddedCharacters) return tooLong(name);
    const variable = this.#scope.find(name);
    const found = variable === undefined ? this.#withoutVariable(name) : this.#ofVariable(variable);
    if (typeof found !== 'string') return found;
    const value = encoded ? percentEncode(found) : found;
    if (encoded && this.secrets.has(found)) this.#addSecret(value);
    this.#addedCharacters += Math.max(minReferenceCharacters, value.length);
    return this.#addedCharacters > maxAddedCharacters ? tooLong(name) : value;
  }

  /** Where the value of an expression that is no variable comes from. */
  sourceOf(expression: string): VariableSource {
    if (readPrompt(expression) !== null) return sourceOf('prompt');
    if (/^\$secret\s/.test(expression)) return sourceOf('secret');
    if (expression.startsWith('$.')) return sourceOf('script');
    const dynamic = dynamicForm(expression);
    if (!dynamic.startsWith('$') || looksLikeResponse(expression)) return sourceOf('response');
    const result = this.#dynamic(dynamic);
    return typeof result === 'object' && 'source' in result ? result.source : sourceOf('dynamic');
  }

  #replace(text: string, failed: (reference: Reference, unresolved: Unresolved) => string): string {
    const pieces: string[] = [];
    let done = 0;
    for (const reference of findReferences(text)) {
      const value = this.valueOf(reference.expression);
      pieces.push(unescapeBraces(text.slice(done, reference.start)));
      pieces.push(typeof value === 'string' ? value : failed(reference, value));
      done = reference.end;
    }
    pieces.push(unescapeBraces(text.slice(done)));
    return pieces.join('');
  }

  #ofVariable(variable: Variable): Outcome {
    const known = this.#values.get(variable);
    if (known !== undefined) return known;
    if (variable.unusable !== undefined) return { failure: variable.unusable };
    if (this.#open.includes(variable)) return this.#cycle(variable);
    if (this.#open.length >= maxDepth) return fail('WB2009', variable.name, String(maxDepth));
    const value = this.#resolveVariable(variable);
    if (variable.secret && typeof value === 'string') this.#addSecret(value);
    if (!variable.lazy) this.#values.set(variable, value);
    return value;
  }

  #resolveVariable(variable: Variable): Outcome {
    if (variable.prompt !== undefined) {
      const key = `# @prompt ${variable.name}`;
      return this.#answerTo({ kind: 'prompt', key, prompt: variable.prompt });
    }
    let unresolved: Unresolved | undefined;
    this.#open.push(variable);
    const value = this.#replace(variable.value, (_reference, inner) => {
      unresolved ??= inner;
      return '';
    });
    this.#open.pop();
    return unresolved ?? value;
  }

  #cycle(variable: Variable): Unresolved {
    const names = [...this.#open.slice(this.#open.indexOf(variable)), variable];
    return fail('WB2002', variable.name, names.map(({ name }) => name).join(' → '));
  }

  #withoutVariable(name: string): Outcome {
    const need = this.#needOf(name);
    if (need !== null) return this.#answerTo(need);
    if (name.startsWith('$.')) return this.#element(name);
    const dynamic = dynamicForm(name);
    if (!dynamic.startsWith('$')) return fail(this.#codeOfUnknown(name), name);
    const result = this.#dynamic(dynamic);
    if (typeof result !== 'object' || !('value' in result)) return failureOfDynamic(name, result);
    if (result.secret) this.#addSecret(result.value);
    if (result.source.origin === 'dynamic') this.usedDynamic = true;
    return result.value;
  }

  /** JetBrains' `$.clients..id`, in what scripts set: the element of this sending; a shorter collection begins again. */
  #element(path: string): Outcome {
    const found = this.#scope.elementsAt(path);
    if ('problem' in found) return fail('WB2016', path, found.problem);
    const { elements } = found;
    const element = elements[this.#scope.iteration % elements.length];
    if (element === undefined) return fail('WB2020', path);
    this.sendings = Math.max(this.sendings, elements.length);
    this.elements.push(element);
    return element;
  }

  #needOf(key: string): Need | null {
    const prompt = readPrompt(key);
    if (prompt !== null) return { kind: 'prompt', key, prompt };
    const secret = /^\$secret\s+(\S+)$/.exec(key)?.[1];
    if (secret !== undefined) return { kind: 'secret', key, name: secret };
    const token = /^\$auth\.(token|idToken)\(\s*["']([^"']+)["']\s*\)$/.exec(key);
    if (token !== null) {
      const [, form, id = ''] = token;
      return { kind: 'token', key, id, token: form === 'token' ? 'accessToken' : 'idToken' };
    }
    if (/^\$(?:oidcAccessToken|aadV2Token)(?:\s|$)/.test(key)) {
      return { kind: 'token', key, id: null, token: 'accessToken' };
    }
    const reference = readResponseReference(key);
    const target = reference === null ? undefined : this.#scope.request(reference.request);
    if (reference === null || target === undefined) return null;
    return { kind: 'response', key, reference, target };
  }

  #answerTo(need: Need): Outcome {
    const answer = this.#answers.get(need.key);
    if (answer === undefined) return { need };
    if ('failure' in answer) return answer;
    if (answer.secret) this.#addSecret(answer.value);
    return answer.value;
  }

  #dynamic(expression: string): DynamicResult {
    return dynamicValue(expression, this.#sources, {
      variable: (name) => stringOf(this.valueOf(name)),
      dotenv: (name) => this.#scope.dotenv(name),
      shared: (name) => this.#sharedValue(name),
      projectRoot: this.#scope.projectRoot,
    });
  }

  #sharedValue(
    name: string,
  ): { value: string; secret: boolean; source: VariableSource } | undefined {
    const variable = this.#scope.shared(name);
    if (variable === undefined) return undefined;
    const value = stringOf(this.#ofVariable(variable));
    return value === undefined ? undefined : { ...variable, value };
  }

  /** A response of a request that is not there, or none of its parts, code, or a plain name that nothing defines. */
  #codeOfUnknown(name: string): VariableFailure['code'] {
    const request = requestNamedIn(name);
    if (request !== null) return this.#scope.request(request) === undefined ? 'WB2006' : 'WB2023';
    if (severalValues.test(name)) return 'WB2007';
    return /^[\p{L}\p{N}_.-]*$/u.test(name) ? 'WB2001' : 'WB2004';
  }

  #addSecret(value: string): void {
    this.usedSecret = true;
    if (value.length >= minSecretLength) this.secrets.add(value);
  }
}

/** httpYac's name for a variable of the process is another one for `$env.NAME`. */
function dynamicForm(name: string): string {
  return name.replace(/^process\.env\.(?=[\w.-]+$)/, '$env.');
}

function fail(code: VariableFailure['code'], ...args: string[]): { failure: VariableFailure } {
  return { failure: { code, args } };
}

function tooLong(name: string): Unresolved {
  return fail('WB2008', name, String(maxAddedCharacters));
}

/** A path of JetBrains and kulala into a variable that leads to several values. */
const severalValues =
  /^[\p{L}\p{N}_-]+(?:\.{1,2}[\p{L}\p{N}_-]+|\[(?:\*|\d{1,9})\])*(?:\[\*\]|\.\.)/u;

function failureOfDynamic(name: string, result: DynamicResult): Unresolved {
  if (typeof result === 'object' && 'failure' in result) return result;
  if (typeof result === 'object' && 'usage' in result) return fail('WB2005', name, result.usage);
  if (result === 'unset') return fail('WB2030', name);
  const [, global] = /^\$global\.(.+)$/.exec(name) ?? [];
  return global === undefined ? fail('WB2022', dynamicName(name)) : fail('WB2001', global);
}

/** Without its arguments. */
function dynamicName(expression: string): string {
  return expression.split(/[\s(]/, 1)[0] ?? expression;
}

function stringOf(outcome: Outcome): string | undefined {
  return typeof outcome === 'string' ? outcome : undefined;
}

/** `encodeURIComponent` for any text: lone surrogates become U+FFFD. */
function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
