import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { SourceText } from '../request-file/textRange.ts';
import type { FileFacts, FileReader } from '../variables/fileReader.ts';
import type { Preparation } from './preparation.ts';
import { prepareFailure } from './prepareFailure.ts';

/** Largest file that is read as a whole; a longer one can only be streamed as it is. */
const maxReadBytes = 50_000_000;

/** Why no file can be read where something else stands. */
export const unreadable = {
  folder: 'it is a folder.',
  other: 'it is no regular file.',
  forbidden: 'it is outside the workspace, which is not trusted.',
};

/** What a file is read for, and how it is told that it cannot be. */
const fileFailures = {
  body: { missing: 'WB_BODY_FILE_MISSING', refused: 'WB_BODY_FILE_REFUSED' },
  script: { missing: 'WB_SCRIPT_FILE_MISSING', refused: 'WB_SCRIPT_FILE_REFUSED' },
} as const;
type FileUse = keyof typeof fileFailures;

/** A file that exists: absolute path, and what stands there. */
interface FoundFile {
  path: string;
  facts: FileFacts;
}

/** Where a body's file is looked for: beside the request file, then in the workspace root; an absolute path as it is. */
export function bodyFileCandidates(
  path: string,
  requestPath: string | null,
  workspaceRoot: string | null,
): string[] {
  if (isAbsolute(path)) return [path];
  const folders = [requestPath === null ? null : dirname(resolve(requestPath)), workspaceRoot];
  return [...new Set(folders.flatMap((folder) => (folder === null ? [] : [join(folder, path)])))];
}

/** The first candidate that is a file, else the first that is anything. */
export async function findFile(
  reader: FileReader,
  candidates: readonly string[],
): Promise<FoundFile | undefined> {
  const found: FoundFile[] = [];
  for (const path of candidates) {
    const facts = await reader.stat(path);
    if (facts?.kind === 'file') return { path, facts };
    if (facts !== undefined) found.push({ path, facts });
  }
  return found[0];
}

/** The absolute path of a body's file; refuses one that does not exist or is none. */
export async function locateFile(preparation: Preparation, source: SourceText): Promise<string> {
  return (await locate(preparation, source, 'body')).path;
}

/** The bytes of a file, 50 MB at most. */
export async function readFileBytes(
  preparation: Preparation,
  source: SourceText,
  use: FileUse = 'body',
): Promise<Uint8Array> {
  const { path, facts } = await locate(preparation, source, use);
  const { refused } = fileFailures[use];
  if (facts.sizeBytes > maxReadBytes) {
    const reason = 'it is larger than 50 MB and would have to be read as a whole.';
    throw prepareFailure(refused, source.range, { path, reason });
  }
  const bytes = await preparation.context.reader.readBytes(path);
  if (bytes !== undefined) return bytes;
  const reason = 'it cannot be read.';
  throw prepareFailure(refused, source.range, { path, reason });
}

async function locate(
  preparation: Preparation,
  source: SourceText,
  use: FileUse,
): Promise<FoundFile> {
  const { missing, refused } = fileFailures[use];
  const path = preparation.resolve(source);
  const { reader, workspaceRoot } = preparation.context;
  const candidates = bodyFileCandidates(path, preparation.file.path, workspaceRoot);
  const found = await findFile(reader, candidates);
  if (found === undefined) {
    const params = { path, lookedIn: candidates.join(', ') };
    throw prepareFailure(missing, source.range, params);
  }
  if (found.facts.kind === 'file') return found;
  const reason = unreadable[found.facts.kind];
  throw prepareFailure(refused, source.range, { path: found.path, reason });
}
