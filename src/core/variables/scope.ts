import {
  requestsOf,
  type RequestBlock,
  type RequestBlockWithRequest,
  type RequestFile,
} from '../request-file/requestFile.ts';
import { requestsToSend } from '../request-file/runRules.ts';
import { splitRunTarget } from '../request-file/runTarget.ts';
import { isShared, type EnvironmentFileKind } from './environmentFile.ts';
import type { EnvironmentSet } from './environmentFiles.ts';
import { readPromptDirective } from './prompt.ts';
import {
  namesSetBy,
  nothingScripted,
  type Elements,
  type ScriptedValues,
} from './scriptedValues.ts';
import { sourceOf, type Variable } from './variable.ts';

/**
 * Who wins: with `wirebook` a script's values for the request, file, environment, `client.global`, and private over public;
 * with `jetbrains` environment, `client.global`, file, the script's values for the request, and public over private.
 */
export type VariableOrder = 'wirebook' | 'jetbrains';

/** What the variables of a request come from. */
export interface ScopeInput {
  file: RequestFile;
  block: RequestBlock;
  /** The files that it imports, each once; the first wins. */
  imports?: readonly RequestFile[];
  /** The files that `run` names, by the path as written. */
  run?: ReadonlyMap<string, RequestFile>;
  environments: EnvironmentSet;
  environment: string | null;
  overrides: ReadonlyMap<string, string>;
  order: VariableOrder;
  /** What scripts set, for this request and for all. */
  scripted?: ScriptedValues;
  /** Path of the workspace folder, for `$projectRoot`. */
  workspaceRoot?: string | null;
}

/** A request that can be referred to, in its file. */
export interface NamedRequest {
  file: RequestFile;
  block: RequestBlockWithRequest;
}

type Layer = ReadonlyMap<string, Variable>;

/** What can be looked up for one request; of its variables, earlier layers win. */
export class VariableScope {
  readonly projectRoot: string | null;
  /** Number of the sending, from 0. */
  readonly iteration: number;
  readonly #scripted: ScriptedValues;
  readonly #layers: readonly Layer[];
  readonly #awaited: readonly Layer[];
  readonly #shared: readonly Layer[];
  readonly #dotenv: readonly Layer[];
  readonly #files: readonly RequestFile[];
  readonly #run: ReadonlyMap<string, RequestFile>;

  constructor(input: ScopeInput) {
    const { imports = [], environments, environment, workspaceRoot } = input;
    const file = [fileVariables(input.file, input.block), ...imports.map(importedVariables)];
    const chosen = environmentLayers(input, (name) => name === environment);
    this.#shared = environmentLayers(input, isShared);
    const scripted = input.scripted ?? nothingScripted;
    this.#scripted = scripted;
    this.iteration = Number(input.overrides.get('$index') ?? 0);
    const forRequest = valueLayer(scripted.variables, 'script');
    const globals = valueLayer(scripted.globals, 'script');
    const ordered =
      input.order === 'jetbrains'
        ? [...chosen, globals, ...file, forRequest, ...this.#shared]
        : [forRequest, ...file, ...chosen, ...this.#shared, globals];
    const hidden = [prompts(input), ...ordered];
    this.#layers = [overridesOf(input, hidden), ...hidden];
    this.#awaited = [input.file, ...imports].map(awaitedVariables);
    this.#dotenv = environments.dotenv.map(({ variables }) => variables);
    this.#files = [input.file, ...imports];
    this.#run = input.run ?? new Map();
    this.projectRoot = workspaceRoot ?? null;
  }

  /** The variable of that name which wins. */
  find(name: string): Variable | undefined {
    return firstOf([...this.#layers, ...this.#awaited], name.replace(/^\$global\./, ''));
  }

  /** All variables of that name that have a value, the winner first: the others are hidden by it. */
  findAll(name: string): Variable[] {
    return this.#layers.flatMap((layer) => layer.get(name) ?? []);
  }

  /** The names of all variables, each once. */
  names(): string[] {
    return [...new Set([...this.#layers, ...this.#awaited].flatMap((layer) => [...layer.keys()]))];
  }

  /** The variable of the environments whose values hold in all others. */
  shared(name: string): Variable | undefined {
    return firstOf(this.#shared, name);
  }

  /** What `{{$.clients..id}}` finds in what scripts set. */
  elementsAt(path: string): Elements {
    return this.#scripted.elementsAt(path);
  }

  /** The variable of a `.env` file. */
  dotenv(name: string): Variable | undefined {
    return firstOf(this.#dotenv, name);
  }

  /** The request of that name, of the file itself or of one that it imports. */
  request(name: string): NamedRequest | undefined {
    return requestIn(this.#files, name);
  }

  /** The requests that a `run` names, in their order; `undefined` where there is nothing of that name. */
  run(target: string): NamedRequest[] | undefined {
    const { path, name } = splitRunTarget(target);
    const file = path === null ? undefined : this.#run.get(path);
    if (path !== null && file === undefined) return undefined;
    if (file !== undefined && name === null) {
      return requestsToSend(file).map((block) => ({ file, block }));
    }
    const found = requestIn(file === undefined ? this.#files : [file], name ?? '');
    return found && [found];
  }
}

function requestIn(files: readonly RequestFile[], name: string): NamedRequest | undefined {
  for (const file of files) {
    const block = namedBlocks(file).get(name);
    if (block !== undefined) return { file, block };
  }
  return undefined;
}

function firstOf(layers: readonly Layer[], name: string): Variable | undefined {
  for (const layer of layers) {
    const variable = layer.get(name);
    if (variable !== undefined) return variable;
  }
  return undefined;
}

function valueLayer(values: ReadonlyMap<string, string>, origin: 'override' | 'script') {
  const source = sourceOf(origin);
  return new Map(
    [...values].map(([name, value]) => [name, { name, value, lazy: false, secret: false, source }]),
  );
}

/** `--var` and what another request hands over: as secret as what such a value hides, or a question anywhere in the file. */
function overridesOf({ overrides, file }: ScopeInput, hidden: readonly Layer[]): Layer {
  if (overrides.size === 0) return new Map();
  const layers = [...hidden, promptLayer(file, file.blocks)];
  const isSecret = (name: string) => layers.some((layer) => layer.get(name)?.secret === true);
  const given = valueLayer(overrides, 'override');
  const index = given.get('$index');
  if (index !== undefined) given.set('$index', { ...index, source: sourceOf('dynamic') });
  return new Map([...given].map(([name, each]) => [name, { ...each, secret: isSecret(name) }]));
}

/** Names that scripts of a file set: they have no value before one has run. */
function awaitedVariables({ blocks }: RequestFile): Layer {
  const source = sourceOf('script');
  const names = blocks.flatMap(({ handlers }) => handlers.flatMap(namesSetBy));
  return new Map(
    names.map(({ name }) => {
      const unusable = { code: 'WB2020' as const, args: [name] };
      return [name, { name, value: '', lazy: false, secret: false, source, unusable }];
    }),
  );
}

/** `# @prompt` of the request and of blocks that belong to the whole file; the number of a sending in a loop. */
function prompts({ file, block, overrides }: ScopeInput): Layer {
  const layer = promptLayer(file, [...sharedBlocks(file), block]);
  if (!overrides.has('$index') && block.directives.some(({ name }) => name === 'loop')) {
    const source = sourceOf('dynamic');
    layer.set('$index', { name: '$index', value: '0', lazy: false, secret: false, source });
  }
  return layer;
}

function promptLayer(
  { path }: RequestFile,
  blocks: readonly RequestBlock[],
): Map<string, Variable> {
  const layer = new Map<string, Variable>();
  for (const { directives } of blocks) {
    for (const { name: key, value, range } of directives) {
      if (key !== 'prompt' && key !== 'secret') continue;
      const found = readPromptDirective(key, value?.text ?? '');
      if (found === null) continue;
      const { name, prompt } = found;
      const source = { ...sourceOf('prompt'), path, line: range.line };
      const secret = prompt.form === 'password';
      layer.set(name, { name, value: '', lazy: false, secret, source, prompt });
    }
  }
  return layer;
}

/** The last definition at or above the request wins, else the first one below it. */
function fileVariables(file: RequestFile, block: RequestBlock): Layer {
  return variablesAt(file, block.range.offset);
}

/** What an imported file gives to others. */
function importedVariables(file: RequestFile): Layer {
  return variablesAt(file, Infinity);
}

function variablesAt(file: RequestFile, offset: number): Layer {
  const layer = new Map<string, Variable>();
  for (const { range, variables } of file.blocks) {
    const below = range.offset > offset;
    for (const { name, cooked, lazy } of variables) {
      if (below && layer.has(name.text)) continue;
      const source = { ...sourceOf('file'), path: file.path, line: name.range.line };
      layer.set(name.text, { name: name.text, value: cooked, lazy, secret: false, source });
    }
  }
  return layer;
}

function sharedBlocks(file: RequestFile): RequestBlock[] {
  return file.blocks.filter(({ request }) => request === null);
}

/** The environments of the wanted names, the one that wins first. */
export function environmentLayers(
  { environments, order }: Pick<ScopeInput, 'environments' | 'order'>,
  wanted: (environment: string) => boolean,
): Layer[] {
  const kinds: EnvironmentFileKind[] = ['private', 'user', 'public'];
  if (order === 'jetbrains') kinds.reverse();
  const files = kinds.flatMap((kind) => environments.files.filter((file) => file.kind === kind));
  return [...files, ...environments.settings]
    .flatMap((source) => [...source.environments].filter(([name]) => wanted(name)))
    .map(([, variables]) => variables);
}

/** What JetBrains and kulala call a request without a name. */
function requestLineOf({ request: { method, url } }: RequestBlockWithRequest): string {
  return `${method?.text ?? 'GET'} ${url.text}`;
}

const namedBlocksOf = new WeakMap<RequestFile, ReadonlyMap<string, RequestBlockWithRequest>>();

/** The requests of a file by name, those without one by method and URL, the first of each; made once for a tree. */
function namedBlocks(file: RequestFile): ReadonlyMap<string, RequestBlockWithRequest> {
  const known = namedBlocksOf.get(file);
  if (known !== undefined) return known;
  const blocks = new Map<string, RequestBlockWithRequest>();
  for (const block of requestsOf(file).toReversed()) {
    blocks.set(block.name?.text ?? requestLineOf(block), block);
  }
  namedBlocksOf.set(file, blocks);
  return blocks;
}
