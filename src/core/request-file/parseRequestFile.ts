import { nameIn, readBlock } from './block.ts';
import { Section, type SourceDocument } from './blockState.ts';
import { diagnose } from './diagnostic.ts';
import { isSwitchedOn } from './directiveCatalogue.ts';
import type { RequestBlock, RequestFile } from './requestFile.ts';
import { SectionFinder } from './sectionFinder.ts';
import { splitLines } from './sourceLines.ts';

/** Makes the tree of a request file. Never throws, whatever the text; takes linear time. */
export function parseRequestFile(text: string, options: { path?: string } = {}): RequestFile {
  return readRequestFile(text, options.path ?? null).file;
}

/** The tree of a request file, and whether all of it has to be read again when a part of it changes. */
export function readRequestFile(
  text: string,
  path: string | null,
): { file: RequestFile; hasOpenEnd: boolean } {
  const { blocks, hasOpenEnd } = readWhole({ text, lines: splitLines(text) });
  return { file: fileOf(path, blocks), hasOpenEnd };
}

/** Makes the tree of some lines of a text; its ranges count in the whole text. */
export function parseLines(document: SourceDocument, path: string | null): RequestFile {
  return fileOf(path, readWhole(document).blocks);
}

function readWhole(document: SourceDocument): ReadSections {
  const read = readBlocks(document, document.lines.length);
  reportRepeatedNames(read.blocks);
  sortDiagnostics(read.blocks);
  return read;
}

function fileOf(path: string | null, blocks: RequestBlock[]): RequestFile {
  return { path, blocks, diagnostics: blocks.flatMap((block) => block.diagnostics) };
}

/** Blocks that follow each other. */
export interface ReadSections {
  blocks: RequestBlock[];
  /** How many lines they have. */
  lines: number;
  /** Where one of them ends hangs on what stands below it. */
  hasOpenEnd: boolean;
}

/**
 * Reads the sections that begin at the offset `from`, in line `line`, and end where a further `###` stands at `to`, or
 * with the text. What concerns the whole file is not looked at.
 */
export function readSections(
  text: string,
  { from, to, line }: { from: number; to: number | null; line: number },
): ReadSections {
  // The line of the next section is there only to end the last block.
  const end = to === null ? text.length : to + '###'.length;
  const lines = splitLines(text, { from, to: end, line });
  const count = to === null ? lines.length : lines.length - 1;
  const read = readBlocks({ text, lines }, count);
  sortDiagnostics(read.blocks);
  return read;
}

function readBlocks(document: SourceDocument, count: number): ReadSections {
  const finder = new SectionFinder(document, count);
  const blocks: RequestBlock[] = [];
  let splitsImplied = true;
  let at = 0;
  let section = new Section(finder.endOf(at));
  while (at < count) {
    if (at >= section.to) section = new Section(finder.endOf(at));
    const { block, next } = readBlock(document, section, at, splitsImplied);
    const implied = block.separator === null && at > 0;
    if (implied && block.request !== null) {
      block.diagnostics.push(diagnose('WB1007', block.request.lineRange));
    }
    if (isSwitchedOn(block.directives, 'force-region-delimiter')) {
      splitsImplied = false;
    }
    blocks.push(block);
    at = next;
  }
  return { blocks, lines: count, hasOpenEnd: finder.hasOpenEnd };
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
