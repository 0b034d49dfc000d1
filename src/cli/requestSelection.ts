import { sentences } from '../core/errors/sentences.ts';
import { findRequest, requestsOf } from '../core/request-file/requestFile.ts';
import type { RequestBlockWithRequest, RequestFile } from '../core/request-file/requestFile.ts';
import { requestsToSend, tagsOf } from '../core/request-file/runRules.ts';
import type { NamedRequest } from '../core/variables/scope.ts';
import { UsageError, type Selection } from './arguments.ts';
import { FileError } from './fileError.ts';

/** The requests of a file that a run asks for. Throws `FileError` or `UsageError` where there are none. */
export function selectedRequests(
  trees: readonly RequestFile[],
  selection: Selection,
  path: string,
): NamedRequest[] {
  const requests = placed(trees, requestsOf);
  if (requests.length === 0) {
    throw new FileError(path, 'WB_NO_REQUEST', sentences.WB_NO_REQUEST.message);
  }
  if (selection.by === 'all') return placed(trees, requestsToSend);
  if (selection.by === 'tag') return taggedRequests(trees, selection.tags, path);
  const { by, ...wanted } = selection;
  const [found] = placed(trees, (file) => findRequest(file, wanted) ?? []);
  if (found !== undefined) return [found];
  const names = requests.flatMap(({ block }) => block.name?.text ?? []);
  const known = names.length === 0 ? '' : ` Its requests: ${names.join(', ')}.`;
  throw new UsageError(`There is no request with that ${by} in ${path}.${known}`);
}

function taggedRequests(
  trees: readonly RequestFile[],
  tags: readonly string[],
  path: string,
): NamedRequest[] {
  const found = placed(trees, requestsToSend).filter(({ block }) =>
    tagsOf(block).some((tag) => tags.includes(tag)),
  );
  if (found.length > 0) return found;
  const all = placed(trees, requestsOf).flatMap(({ block }) => tagsOf(block));
  const known = [...new Set(all)].join(', ') || 'none';
  throw new UsageError(
    `There is no request with the tag ${tags.join(', ')} in ${path}; its tags: ${known}.`,
  );
}

/** Blocks of each tree, each with the tree that it is in. */
function placed(
  trees: readonly RequestFile[],
  blocksOf: (file: RequestFile) => RequestBlockWithRequest | RequestBlockWithRequest[],
): NamedRequest[] {
  return trees.flatMap((file) => [blocksOf(file)].flat().map((block) => ({ file, block })));
}
