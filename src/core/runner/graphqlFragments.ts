import type { GraphqlPart } from '../request-file/handlerNode.ts';
import { readFileBytes } from './bodyFile.ts';
import type { Preparation } from './preparation.ts';

/**
 * The query with the fragments that it spreads and does not define itself, and those that they spread: from definitions
 * above any request of the file, and from files that `gql name < file` names there.
 */
export async function withFragments(preparation: Preparation, query: string): Promise<string> {
  const parts = partsOf(preparation);
  if (parts.size === 0) return query;
  const texts = [query];
  const known = new Set(definedIn(query));
  for (const text of texts) {
    for (const name of spreadIn(text)) {
      const part = parts.get(name);
      if (part === undefined || known.has(name)) continue;
      const fragment = await textOf(preparation, part);
      for (const defined of [name, ...definedIn(fragment)]) known.add(defined);
      texts.push(fragment);
    }
  }
  return texts.join('\n\n');
}

function partsOf({ file }: Preparation): ReadonlyMap<string, GraphqlPart> {
  const handlers = file.blocks.flatMap((block) => block.handlers);
  return new Map(
    handlers.flatMap((handler) =>
      handler.kind === 'graphqlPart' && handler.name !== null
        ? [[handler.name.text, handler] as const]
        : [],
    ),
  );
}

async function textOf(
  preparation: Preparation,
  { path, text, range }: GraphqlPart,
): Promise<string> {
  if (path === null) return preparation.resolve({ text, range });
  return new TextDecoder().decode(await readFileBytes(preparation, path));
}

function definedIn(text: string): string[] {
  return [...text.matchAll(/\bfragment\s+([A-Za-z_]\w*)\s+on\b/g)].map(([, name = '']) => name);
}

function spreadIn(text: string): string[] {
  const names = [...text.matchAll(/\.\.\.\s*([A-Za-z_]\w*)/g)].map(([, name = '']) => name);
  return names.filter((name) => name !== 'on');
}
