import type { RequestBlock, RequestFile } from '../request-file/requestFile.ts';
import { isShared, type EnvironmentFileKind } from './environmentFile.ts';
import type { EnvironmentSet } from './environmentFiles.ts';
import type { Variable } from './variable.ts';

/** Who wins: `wirebook` file over environment and private over public, `jetbrains` the reverse of both. */
export type VariableOrder = 'wirebook' | 'jetbrains';

/** What the variables of a request come from. */
export interface ScopeInput {
  file: RequestFile;
  block: RequestBlock;
  environments: EnvironmentSet;
  environment: string | null;
  overrides: ReadonlyMap<string, string>;
  order: VariableOrder;
}

type Layer = ReadonlyMap<string, Variable>;

/** The variables that hold for one request; earlier layers win. */
export class VariableScope {
  readonly #layers: readonly Layer[];

  constructor(input: ScopeInput) {
    const file = fileVariables(input.file, input.block);
    const chosen = environmentLayers(input, (name) => name === input.environment);
    const middle = input.order === 'jetbrains' ? [...chosen, file] : [file, ...chosen];
    this.#layers = [overrides(input.overrides), ...middle, ...environmentLayers(input, isShared)];
  }

  /** The variable of that name which wins. */
  find(name: string): Variable | undefined {
    for (const layer of this.#layers) {
      const variable = layer.get(name);
      if (variable !== undefined) return variable;
    }
    return undefined;
  }

  /** All variables of that name, the winner first: the others are hidden by it. */
  findAll(name: string): Variable[] {
    return this.#layers.flatMap((layer) => layer.get(name) ?? []);
  }

  /** The names of all variables, each once. */
  names(): string[] {
    return [...new Set(this.#layers.flatMap((layer) => [...layer.keys()]))];
  }
}

function overrides(values: ReadonlyMap<string, string>): Layer {
  const source = { origin: 'override', path: null, line: null, environment: null } as const;
  return new Map(
    [...values].map(([name, value]) => [name, { name, value, lazy: false, secret: false, source }]),
  );
}

/** The last definition at or above the request wins, else the first one below it. */
function fileVariables(file: RequestFile, block: RequestBlock): Layer {
  const layer = new Map<string, Variable>();
  for (const { range, variables } of file.blocks) {
    const below = range.offset > block.range.offset;
    for (const { name, cooked, lazy } of variables) {
      if (below && layer.has(name.text)) continue;
      const source = {
        origin: 'file',
        path: file.path,
        line: name.range.line,
        environment: null,
      } as const;
      layer.set(name.text, { name: name.text, value: cooked, lazy, secret: false, source });
    }
  }
  return layer;
}

function environmentLayers(
  { environments, order }: ScopeInput,
  wanted: (environment: string) => boolean,
): Layer[] {
  const kinds: EnvironmentFileKind[] = ['private', 'user', 'public'];
  if (order === 'jetbrains') kinds.reverse();
  return kinds.flatMap((kind) =>
    environments.files
      .filter((file) => file.kind === kind)
      .flatMap((file) => [...file.environments].filter(([name]) => wanted(name)))
      .map(([, variables]) => variables),
  );
}
