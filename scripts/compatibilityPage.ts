import { writeFile } from 'node:fs/promises';
import type { DiagnosticCode } from '../src/core/request-file/diagnosticCatalogue.ts';
import { parseRequestFile } from '../src/core/request-file/parseRequestFile.ts';
import type { RequestBlock } from '../src/core/request-file/requestFile.ts';
import { corpus, dialects } from '../test/support/corpus.ts';
import { features, type Feature } from './compatibilityFeatures.ts';

const head = `# Compatibility

What request files of other tools hold, and what becomes of it. This page is made by \`npm run docs:compatibility\` from the files under
\`test/corpus\`, which are written after the syntax of each tool and whose reports the tests compare.

- **✓** read, and done when the request is sent
- **○** recognised, not done
- empty: no file of that tool in the corpus has it

Variables, directives and authentication are in [request-files.md](request-files.md).
`;

const blocks = corpus.map(({ dialect, text }) => ({
  dialect,
  blocks: parseRequestFile(text).blocks,
}));

/** The text of `docs/compatibility.md`. */
export function compatibilityPage(): string {
  const rows = features.map((feature) => [
    feature.name,
    ...dialects.map((dialect) => cell(dialect, feature)),
  ]);
  const files = dialects.map((dialect) => corpus.filter((file) => file.dialect === dialect).length);
  const directives = directiveRows();
  return [
    head,
    table(['', ...dialects], [...rows, ['files', ...files.map(String)]]),
    `Directives that the files of each tool have:\n`,
    table(['Directive', ...dialects], directives),
  ].join('\n');
}

function cell(dialect: string, { has, unless = [], isIdle }: Feature): string {
  const found = blocksOf(dialect).filter(has);
  if (found.length === 0) return '';
  return isIdle !== true && found.some((block) => isDone(block, unless)) ? '✓' : '○';
}

function blocksOf(dialect: string): RequestBlock[] {
  return blocks.filter((file) => file.dialect === dialect).flatMap((file) => file.blocks);
}

function isDone({ diagnostics }: RequestBlock, unless: readonly DiagnosticCode[]): boolean {
  return !diagnostics.some(({ code }) => unless.includes(code));
}

function directiveRows(): string[][] {
  const names = blocks.flatMap((file) =>
    file.blocks.flatMap(({ directives }) => directives.map(({ name }) => name)),
  );
  return [...new Set(names)]
    .toSorted()
    .map((name) => [`\`@${name}\``, ...dialects.map((dialect) => directiveCell(dialect, name))]);
}

/** A directive without effect has a diagnostic of its own. */
function directiveCell(dialect: string, name: string): string {
  const found = blocksOf(dialect).filter(({ directives }) =>
    directives.some((directive) => directive.name === name),
  );
  if (found.length === 0) return '';
  const idle = found.some(({ diagnostics }) =>
    diagnostics.some(
      ({ code, args }) => (code === 'WB1020' || code === 'WB1024') && args[0] === name,
    ),
  );
  return idle ? '○' : '✓';
}

/** A table with columns as wide as the formatter wants them. */
function table(columns: string[], rows: string[][]): string {
  const widths = columns.map((column, index) =>
    Math.max(3, ...[columns, ...rows].map((row) => (row[index] ?? column).length)),
  );
  const line = (cells: string[]) =>
    `| ${cells.map((text, index) => text.padEnd(widths[index] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return `${[line(columns), rule, ...rows.map(line)].join('\n')}\n`;
}

if (import.meta.main) {
  await writeFile(new URL('../docs/compatibility.md', import.meta.url), compatibilityPage());
}
