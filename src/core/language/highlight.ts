import type { RequestBlock, TokenKind } from '../request-file/requestFile.ts';
import { VariableScope } from '../variables/scope.ts';
import { blockAt, type LanguageInput, type Span } from './languageInput.ts';
import { capturedIn, occurrencesIn, type Occurrence } from './occurrence.ts';
import { valueOf } from './variableText.ts';

type State = 'resolved' | 'unresolved' | 'secret';

/** How a name is shown. */
export interface Highlight {
  span: Span;
  type: 'variable' | 'function' | 'request' | 'comment' | 'directive';
  state: State;
  isDefinition: boolean;
}

/** All names of a file, and whether each has a value and is secret. */
export function highlightsIn(input: LanguageInput): Highlight[] {
  const states = new States(input);
  const { file, text, variables } = input;
  const names = occurrencesIn(file, text, variables.imports).map((occurrence): Highlight => {
    const { of, span, isDefinition } = occurrence;
    const type = of === 'dynamic' ? 'function' : of;
    return { span, type, state: states.of(occurrence), isDefinition };
  });
  return [...names, ...marginsOf(input)].toSorted((a, b) => a.span.offset - b.span.offset);
}

const margins: Partial<Record<TokenKind, Highlight['type']>> = {
  comment: 'comment',
  directiveKey: 'directive',
};

/** Comments and directives above a request without a separator: to the grammar they are lines of the body above. */
function marginsOf({ file }: LanguageInput): Highlight[] {
  return file.blocks
    .slice(1)
    .filter(({ separator }) => separator === null)
    .flatMap(({ tokens }) => tokens)
    .flatMap((token): Highlight[] => {
      const type = margins[token.kind];
      if (type === undefined || token.line !== token.endLine) return [];
      return [{ span: token, type, state: 'resolved', isDefinition: false }];
    });
}

/** Scopes made at most: making one takes time that grows with the file. Behind them the last one holds. */
const maxScopes = 100;

/** Looks names up, block by block from the first; a block that defines nothing anew shares the scope of the one above. */
class States {
  readonly #input: LanguageInput;
  readonly #repeated: ReadonlySet<string>;
  #block: RequestBlock | null = null;
  #scope: VariableScope | null = null;
  #scopeCount = 0;
  #known = new Map<string, State>();
  readonly #captures = new Map<RequestBlock, ReadonlySet<string>>();

  constructor(input: LanguageInput) {
    this.#input = input;
    this.#repeated = namesDefinedTwice(input);
  }

  of({ of, name, span, isDefinition }: Occurrence): State {
    const block = blockAt(this.#input.file, span.offset);
    if (of !== 'variable' || isDefinition || block === undefined) return 'resolved';
    if (this.#capturesOf(block).has(name)) return 'resolved';
    const scope = this.#scopeOf(block);
    const known = this.#known.get(name) ?? stateOf(this.#input, scope, name);
    this.#known.set(name, known);
    return known;
  }

  #capturesOf(block: RequestBlock): ReadonlySet<string> {
    const known = this.#captures.get(block) ?? new Set(capturedIn(block).map(({ text }) => text));
    this.#captures.set(block, known);
    return known;
  }

  #scopeOf(block: RequestBlock): VariableScope {
    if (this.#scope !== null && (block === this.#block || !this.#differs(block))) {
      return this.#scope;
    }
    this.#block = block;
    this.#scope = new VariableScope({ ...this.#input.variables, file: this.#input.file, block });
    this.#scopeCount += 1;
    this.#known = new Map();
    return this.#scope;
  }

  /** Names defined twice have another value here, and a prompt holds for its block alone. */
  #differs(block: RequestBlock): boolean {
    if (this.#scopeCount >= maxScopes) return false;
    return (
      block.variables.some(({ name }) => this.#repeated.has(name.text)) ||
      hasPrompt(block) ||
      (this.#block !== null && hasPrompt(this.#block))
    );
  }
}

function hasPrompt({ directives }: RequestBlock): boolean {
  return directives.some(({ name }) => name === 'prompt' || name === 'secret');
}

function namesDefinedTwice({ file }: LanguageInput): ReadonlySet<string> {
  const names = file.blocks.flatMap((block) => block.variables.map(({ name }) => name.text));
  const seen = new Set<string>();
  return new Set(names.filter((name) => seen.size === seen.add(name).size));
}

/** What a script will set has its value in time, though not yet. */
function stateOf(input: LanguageInput, scope: VariableScope, name: string): State {
  const { problem, secret } = valueOf(input, scope, name);
  if (problem) return problem.code === 'WB2020' ? 'resolved' : 'unresolved';
  return secret ? 'secret' : 'resolved';
}
