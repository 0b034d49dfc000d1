import {
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import { diagnose, type Diagnostic } from '../request-file/diagnostic.ts';
import type { DiagnosticCode } from '../request-file/diagnosticCatalogue.ts';
import { rangeBetween, splitLines, type SourceLine } from '../request-file/sourceLines.ts';
import { sourceOf, type Variable, type VariableFailure } from './variable.ts';

/** `public` is `http-client.env.json`; the other two are for one person and secret. */
export type EnvironmentFileKind = 'public' | 'private' | 'user';

/** The environments that one file defines, and what is wrong with it. */
export interface EnvironmentFile {
  path: string;
  kind: EnvironmentFileKind;
  environments: ReadonlyMap<string, ReadonlyMap<string, Variable>>;
  /** What is no variable, by environment and key: `Security`, `SSLConfiguration`. */
  configurations: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
  diagnostics: Diagnostic[];
}

/** Keys that configure JetBrains' and Visual Studio's clients and are no variables. */
const configuration = new Set(['Security', 'SSLConfiguration', '$kulalaDefaultHeaders']);

/** Reads an environment file; comments and trailing commas are allowed, errors become diagnostics. */
export function readEnvironmentFile(
  path: string,
  kind: EnvironmentFileKind,
  text: string,
): EnvironmentFile {
  return new EnvironmentReader(path, kind, text).read();
}

class EnvironmentReader {
  readonly #path: string;
  readonly #kind: EnvironmentFileKind;
  readonly #text: string;
  readonly #lines: readonly SourceLine[];
  readonly #diagnostics: Diagnostic[] = [];

  constructor(path: string, kind: EnvironmentFileKind, text: string) {
    this.#path = path;
    this.#kind = kind;
    this.#text = text;
    this.#lines = splitLines(text);
  }

  read(): EnvironmentFile {
    const root = this.#parse();
    const environments = new Map<string, ReadonlyMap<string, Variable>>();
    if (root !== undefined && root.type !== 'object') this.#report('WB3005', root);
    const configurations = new Map<string, ReadonlyMap<string, unknown>>();
    for (const [name, value] of membersOf(root)) {
      if (configuration.has(name)) continue;
      if (value.type === 'object') {
        environments.set(name, this.#variables(name, value));
        configurations.set(name, configurationOf(value));
      } else this.#report('WB3005', value);
    }
    return {
      path: this.#path,
      kind: this.#kind,
      environments,
      configurations,
      diagnostics: this.#diagnostics,
    };
  }

  #parse(): Node | undefined {
    const errors: ParseError[] = [];
    const options = { allowTrailingComma: true, allowEmptyContent: true };
    try {
      const root = parseTree(this.#text, errors, options);
      const [first] = errors;
      if (first !== undefined) this.#report('WB3002', first, printParseErrorCode(first.error));
      return root;
    } catch (cause) {
      // Nesting of many thousand levels overflows the parser's stack.
      if (!(cause instanceof RangeError)) throw cause;
      this.#report('WB3002', { offset: 0, length: 1 }, 'TooDeep');
      return undefined;
    }
  }

  /** An object of scalars is a variable for each member, `name.key`. */
  #variables(environment: string, object: Node): ReadonlyMap<string, Variable> {
    const variables = new Map<string, Variable>();
    for (const [name, value] of membersOf(object)) {
      if (configuration.has(name)) continue;
      const variable = this.#variable(environment, name, value);
      const unusable = reasonAgainst(name, value);
      const members = unusable?.code === 'WB3003' ? membersOf(value) : [];
      const isObjectOfScalars = members.length > 0 && members.every(([, each]) => isScalar(each));
      if (unusable !== null && !isObjectOfScalars) {
        this.#report(unusable.code, value, ...unusable.args);
      }
      variables.set(name, unusable === null ? variable : { ...variable, value: '', unusable });
      for (const [key, each] of isObjectOfScalars ? members : []) {
        const path = `${name}.${key}`;
        if (!variables.has(path)) variables.set(path, this.#variable(environment, path, each));
      }
    }
    return variables;
  }

  #variable(environment: string, name: string, node: Node): Variable {
    const shared = isShared(environment);
    const secret = this.#kind !== 'public';
    const { line } = rangeBetween(this.#lines, node.offset, node.offset);
    const origin = secret ? 'private environment' : 'environment';
    const source = {
      ...sourceOf(shared ? 'shared environment' : origin),
      path: this.#path,
      line,
      environment: shared ? null : environment,
    };
    // A number as it is written: JavaScript's would lose digits of a long one.
    const { offset, length } = node;
    const written = this.#text.slice(offset, offset + length);
    const value = node.type === 'number' ? written : String(node.value);
    return { name, value, lazy: false, secret, source };
  }

  #report(code: DiagnosticCode, node: { offset: number; length: number }, ...args: string[]): void {
    const range = rangeBetween(this.#lines, node.offset, node.offset + node.length);
    this.#diagnostics.push(diagnose(code, range, ...args));
  }
}

/** A value that is no scalar, or one that Visual Studio would fetch from elsewhere; it still hides the others. */
function reasonAgainst(name: string, value: Node): VariableFailure | null {
  if (isScalar(value)) return null;
  const provider = membersOf(value).find(([key]) => key === 'provider')?.[1].value;
  if (typeof provider === 'string') return { code: 'WB3006', args: [name, provider] };
  return { code: 'WB3003', args: [name] };
}

function isScalar({ type }: Node): boolean {
  return ['string', 'number', 'boolean'].includes(type);
}

function configurationOf(environment: Node): ReadonlyMap<string, unknown> {
  return new Map(
    membersOf(environment)
      .filter(([name]) => configuration.has(name))
      .map(([name, value]): [string, unknown] => [name, getNodeValue(value)]),
  );
}

/** The environment whose variables hold in all others. */
export function isShared(environment: string): boolean {
  return environment === '$shared' || environment === '$kulalaShared';
}

function membersOf(node: Node | undefined): [name: string, value: Node][] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap(({ children }): [string, Node][] => {
    const [key, value] = children ?? [];
    return key === undefined || value === undefined ? [] : [[String(key.value), value]];
  });
}
