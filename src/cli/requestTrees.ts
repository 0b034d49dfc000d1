import { extname } from 'node:path';
import { markdownFences } from '../core/request-file/markdownFences.ts';
import { parseRequestFile } from '../core/request-file/parseRequestFile.ts';
import type { RequestFile } from '../core/request-file/requestFile.ts';
import { readRequestText } from './requestText.ts';

/** The tree of a request file, or those of the fences of a Markdown file. Throws `FileError`. */
export async function readRequestTrees(path: string): Promise<RequestFile[]> {
  const text = await readRequestText(path);
  if (!isMarkdown(path)) return [parseRequestFile(text, { path })];
  return markdownFences(text, { path }).map(({ file }) => file);
}

function isMarkdown(path: string): boolean {
  return ['.md', '.markdown'].includes(extname(path).toLowerCase());
}
