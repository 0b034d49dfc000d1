import type { DiagnosticCode } from '../request-file/diagnosticCatalogue.ts';
import { positionIn, type SourceText } from '../request-file/textRange.ts';
import { dynamicValue, type DynamicResult, type DynamicSources } from './dynamicVariables.ts';
import { findReferences, unescapeBraces, type Reference } from './reference.ts';
import type { VariableScope } from './scope.ts';
import type { Variable } from './variable.ts';

/** A reference that has no value, and where it stands in the file. */
export interface VariableProblem {
  code: DiagnosticCode;
  args: string[];
  /** What stands between the braces. */
  name: string;
  /** Index of the braces in the text that was resolved. */
  start: number;
  end: number;
  line: number;
  column: number;
}

/** Why a reference has no value. */
interface Failure {
  code: DiagnosticCode;
  args: string[];
}

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
  /** Secret values that were used, as they are sent. */
  readonly secrets = new Set<string>();
  readonly #scope: VariableScope;
  readonly #sources: DynamicSources;
  readonly #values = new Map<Variable, string | Failure>();
  readonly #open: Variable[] = [];
  #addedCharacters = 0;

  constructor(scope: VariableScope, sources: DynamicSources) {
    this.#scope = scope;
    this.#sources = sources;
  }

  /** The text with all references replaced; one without a value stays and is added to `problems`. */
  resolve(source: SourceText): string {
    return this.#replace(source.text, (reference, { code, args }) => {
      const { start, end, expression } = reference;
      const position = positionIn(source, start);
      this.problems.push({ code, args, name: expression, start, end, ...position });
      return source.text.slice(start, end);
    });
  }

  #replace(text: string, failed: (reference: Reference, failure: Failure) => string): string {
    const pieces: string[] = [];
    let done = 0;
    for (const reference of findReferences(text)) {
      const value = this.#value(reference.expression);
      pieces.push(unescapeBraces(text.slice(done, reference.start)));
      pieces.push(typeof value === 'string' ? value : failed(reference, value));
      done = reference.end;
    }
    pieces.push(unescapeBraces(text.slice(done)));
    return pieces.join('');
  }

  #value(expression: string): string | Failure {
    const encoded = expression.startsWith('%');
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

  #ofVariable(variable: Variable): string | Failure {
    const known = this.#values.get(variable);
    if (known !== undefined) return known;
    if (this.#open.includes(variable)) return this.#cycle(variable);
    if (this.#open.length >= maxDepth) {
      return { code: 'WB2009', args: [variable.name, String(maxDepth)] };
    }
    const value = this.#resolveVariable(variable);
    if (variable.secret && typeof value === 'string') this.#addSecret(value);
    if (!variable.lazy) this.#values.set(variable, value);
    return value;
  }

  #resolveVariable(variable: Variable): string | Failure {
    let failure: Failure | undefined;
    this.#open.push(variable);
    const value = this.#replace(variable.value, (_reference, inner) => {
      failure ??= inner;
      return '';
    });
    this.#open.pop();
    return failure ?? value;
  }

  #cycle(variable: Variable): Failure {
    const names = [...this.#open.slice(this.#open.indexOf(variable)), variable];
    return { code: 'WB2002', args: [variable.name, names.map(({ name }) => name).join(' → ')] };
  }

  #withoutVariable(name: string): string | Failure {
    if (!name.startsWith('$')) return { code: codeOfUnknown(name), args: [name] };
    const result = dynamicValue(name, this.#sources);
    if (typeof result === 'object' && 'value' in result) {
      if (result.secret === true) this.#addSecret(result.value);
      return result.value;
    }
    return failureOfDynamic(name, result);
  }

  #addSecret(value: string): void {
    if (value.length >= minSecretLength) this.secrets.add(value);
  }
}

function tooLong(name: string): Failure {
  return { code: 'WB2008', args: [name, String(maxAddedCharacters)] };
}

/** An earlier response, code, or a plain name that nothing defines. */
function codeOfUnknown(name: string): DiagnosticCode {
  if (/^[\w-]+\.(?:request|response)\b/.test(name)) return 'WB2006';
  return /^[\p{L}\p{N}_.-]*$/u.test(name) ? 'WB2001' : 'WB2004';
}

function failureOfDynamic(
  name: string,
  result: Exclude<DynamicResult, { value: string }>,
): Failure {
  if (typeof result === 'object') return { code: 'WB2005', args: [name, result.usage] };
  return { code: result === 'unsupported' ? 'WB2007' : 'WB2001', args: [name] };
}

/** `encodeURIComponent` for any text: lone surrogates become U+FFFD. */
function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
