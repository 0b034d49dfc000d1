import { isSeparator, nameIn, readBlock } from './block.ts';
import { Section, type SourceDocument } from './blockState.ts';
import { diagnose } from './diagnostic.ts';
import type { RequestBlock, RequestFile } from './requestFile.ts';
import { splitLines, type SourceLine } from './sourceLines.ts';

/** Makes the tree of a request file. Never throws, whatever the text; takes linear time. */
export function parseRequestFile(text: string, options: { path?: string } = {}): RequestFile {
  return parseLines({ text, lines: splitLines(text) }, options.path ?? null);
}

/** Makes the tree of some lines of a text; its ranges count in the whole text. */
export function parseLines(document: SourceDocument, path: string | null): RequestFile {
  const blocks = readBlocks(document, document.lines.length);
  reportRepeatedNames(blocks);
  sortDiagnostics(blocks);
  const diagnostics = blocks.flatMap((block) => block.diagnostics);
  return { path, blocks, diagnostics };
}

/**
 * Reads the sections that begin at the offset `from`, in line `line`, and end where a further `###` stands at `to`, or
 * with the text. What concerns the whole file is not looked at.
 */
export function readSections(
  text: string,
  { from, to, line }: { from: number; to: number | null; line: number },
): { read: RequestBlock[]; lines: number } {
  // The line of the next section is there only to end the last block.
  const end = to === null ? text.length : to + '###'.length;
  const lines = splitLines(text, { from, to: end, line });
  const count = to === null ? lines.length : lines.length - 1;
  const read = readBlocks({ text, lines }, count);
  sortDiagnostics(read);
  return { read, lines: count };
}

function readBlocks(document: SourceDocument, count: number): RequestBlock[] {
  const blocks: RequestBlock[] = [];
  let splitsImplied = true;
  let at = 0;
  let section = sectionAt(document.lines, at, count);
  while (at < count) {
    if (at >= section.to) section = sectionAt(document.lines, at, count);
    const { block, next } = readBlock(document, section, at, splitsImplied);
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

/** The section that begins in line `from`: up to the next separator, at most `count` lines. */
function sectionAt(lines: readonly SourceLine[], from: number, count: number): Section {
  let index = from + 1;
  while (index < count && !isSeparator(lines[index]?.text ?? '')) index += 1;
  return new Section(Math.min(index, count));
}

function sortDiagnostics(blocks: readonly RequestBlock[]): void {
  for (const { diagnostics } of blocks) {
    if (diagnostics.length > 1) diagnostics.sort((a, b) => a.range.offset - b.range.offset);
  }
}

function reportRepeatedNames(blocks: readonly RequestBlock[]): void {
  const seen = new Set<string>();
  for (const block of blocks) {
    const name = nameIn(block.directives);
    if (name === null) continue;
    if (seen.has(name.text)) block.diagnostics.push(diagnose('WB1019', name.range, name.text));
    seen.add(name.text);
  }
}
