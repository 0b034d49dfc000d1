import type { RequestBlock, RequestFile } from '../request-file/requestFile.ts';
import type { Span } from './languageInput.ts';

/** A path in a request file that leads to another file. */
export interface FileLink {
  path: string;
  span: Span;
}

/** Paths of bodies, scripts and imports; those with variables are known only when they are sent. */
export function fileLinksIn(file: RequestFile, text: string): FileLink[] {
  return file.blocks
    .flatMap((block) => [...bodyPaths(block, text), ...importPaths(block), ...scripts(block, text)])
    .filter(({ path }) => !path.includes('{{'));
}

function bodyPaths({ tokens }: RequestBlock, text: string): FileLink[] {
  return tokens
    .filter(({ kind }) => kind === 'includePath')
    .map(({ offset, endOffset }) => linkOf(text, offset, endOffset));
}

function importPaths({ directives }: RequestBlock): FileLink[] {
  return directives.flatMap(({ name, value }) =>
    name === 'import' && value !== null ? [{ path: value.text, span: value.range }] : [],
  );
}

/** `> file.js` and `<> file`. */
function scripts({ handlers }: RequestBlock, text: string): FileLink[] {
  return handlers
    .filter(({ kind }) => kind === 'scriptFile' || kind === 'responseFile')
    .map(({ range: { offset, endOffset } }) => {
      const mark = /^[<>]+[ \t]+/.exec(text.slice(offset, endOffset))?.[0].length ?? 0;
      return linkOf(text, offset + mark, endOffset);
    });
}

function linkOf(text: string, offset: number, endOffset: number): FileLink {
  return { path: text.slice(offset, endOffset), span: { offset, endOffset } };
}
