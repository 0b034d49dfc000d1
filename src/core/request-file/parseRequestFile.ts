import { isSeparator, readBlock } from './block.ts';
import { diagnose } from './diagnostic.ts';
import type { RequestBlock, RequestFile } from './requestFile.ts';
import { splitLines, type SourceLine } from './sourceLines.ts';
import type { SourceDocument } from './blockState.ts';

/** Makes the tree of a request file. Never throws, whatever the text; takes linear time. */
export function parseRequestFile(text: string, options: { path?: string } = {}): RequestFile {
  return parseLines({ text, lines: splitLines(text) }, options.path ?? null);
}

/** Makes the tree of some lines of a text; its ranges count in the whole text. */
export function parseLines(document: SourceDocument, path: string | null): RequestFile {
  const blocks = readBlocks(document);
  reportRepeatedNames(blocks);
  for (const { diagnostics } of blocks) {
    diagnostics.sort((a, b) => a.range.offset - b.range.offset);
  }
  const diagnostics = blocks.flatMap((block) => block.diagnostics);
  return { path, blocks, diagnostics };
}

function readBlocks(document: SourceDocument): RequestBlock[] {
  const blocks: RequestBlock[] = [];
  let splitsImplied = true;
  let at = 0;
  let end = separatorAfter(document.lines, at);
  while (at < document.lines.length) {
    if (at >= end) end = separatorAfter(document.lines, at);
    const { block, next } = readBlock(document, at, end, splitsImplied);
    const implied = block.separator === null && at > 0;
    if (implied && block.request !== null) {
      block.diagnostics.push(diagnose('WB1007', block.request.lineRange));
    }
    if (block.directives.some(({ name }) => name === 'force-region-delimiter')) {
      splitsImplied = false;
    }
    blocks.push(block);
    at = next;
  }
  return blocks;
}

/** Index of the next separator line behind `from`, or the number of lines. */
function separatorAfter(lines: readonly SourceLine[], from: number): number {
  let index = from + 1;
  while (index < lines.length && !isSeparator(lines[index]?.text ?? '')) index += 1;
  return index;
}

function reportRepeatedNames(blocks: readonly RequestBlock[]): void {
  const seen = new Set<string>();
  for (const { directives, diagnostics } of blocks) {
    const name = directives.findLast((directive) => directive.name === 'name')?.value;
    if (!name) continue;
    if (seen.has(name.text)) diagnostics.push(diagnose('WB1019', name.range, name.text));
    seen.add(name.text);
  }
}
