import type { Handler } from '../request-file/handlerNode.ts';
import type { RequestBlock, RequestFile } from '../request-file/requestFile.ts';
import { splitRunTarget } from '../request-file/runTarget.ts';
import type { SourceText } from '../request-file/textRange.ts';
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

function importPaths({ directives, handlers }: RequestBlock): FileLink[] {
  const written = directives.flatMap(({ name, value }) =>
    name === 'import' && value !== null ? [value] : [],
  );
  return [
    ...[...written, ...handlers.flatMap(importOf)].map(({ text, range }) => ({
      path: text,
      span: range,
    })),
    ...handlers.flatMap(runPath),
  ];
}

function importOf(handler: Handler): SourceText[] {
  return handler.kind === 'import' ? [handler.path] : [];
}

/** `run file.http #name`. */
function runPath(handler: Handler): FileLink[] {
  if (handler.kind !== 'run') return [];
  const { path } = splitRunTarget(handler.target.text);
  const { offset } = handler.target.range;
  return path === null ? [] : [{ path, span: { offset, endOffset: offset + path.length } }];
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
