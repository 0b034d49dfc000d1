import { parseEnv } from 'node:util';
import { sourceOf, type Variable } from './variable.ts';

/** The variables of a `.env` file; all are secret. */
export interface DotenvFile {
  path: string;
  variables: ReadonlyMap<string, Variable>;
}

/** Reads a `.env` file; lines that it does not understand are skipped, as every reader of such files does. */
export function readDotenvFile(path: string, text: string): DotenvFile {
  const lines = text.split(/\r\n|\n|\r/);
  const lineOf = new Map<string, number>();
  lines.forEach((line, index) => {
    const name = /^\s*(?:export\s+)?([\w.-]+)\s*=/.exec(line)?.[1];
    if (name !== undefined) lineOf.set(name, index + 1);
  });
  const variables = new Map<string, Variable>();
  for (const [name, value = ''] of Object.entries(parseEnv(text))) {
    const source = { ...sourceOf('dotenv'), path, line: lineOf.get(name) ?? null };
    variables.set(name, { name, value, lazy: false, secret: true, source });
  }
  return { path, variables };
}

/** The names of the files that hold for an environment, the one that wins first. */
export function dotenvFileNames(environment: string | null): string[] {
  const isFileName = environment !== null && /^[^\\/\0]{1,200}$/.test(environment);
  return isFileName ? [`.env.${environment}`, '.env'] : ['.env'];
}
