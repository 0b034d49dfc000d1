import { writeFile } from 'node:fs/promises';
import { sentences } from '../src/core/errors/sentences.ts';
import type { Sentence } from '../src/core/errors/sentence.ts';

const head = `# Errors

Every failure has a code and a phase; it stands in \`exchange.failed\`, in the console and on standard error. This page is made
from \`src/core/errors\` by \`npm run docs:errors\`. \`{name}\` stands for what is known of the case at hand.
`;

/** The text of \`docs/errors.md\`. */
export function errorsPage(): string {
  const entries = Object.entries(sentences).map(([code, sentence]) => entry(code, sentence));
  return `${head}\n${entries.join('\n')}`;
}

function entry(code: string, sentence: Sentence): string {
  const named = (text: string): string =>
    text.replace(/\{(\d+)\}/g, (_, index) => `{${sentence.params[Number(index)] ?? index}}`);
  const hint = sentence.hint === '' ? '' : `\n${named(sentence.hint)}\n`;
  const phases = Object.entries(sentence.inPhase ?? {});
  const variants = phases.map(([phase, text]) => `\nIn phase \`${phase}\`: ${named(text)}\n`);
  const cases = Object.entries(sentence.inCase ?? {}).map(([name, { message, hint: wayOut }]) => {
    const said = message === undefined ? '' : `**${named(message)}** `;
    return `\nIn case \`${name}\`: ${said}${named(wayOut)}\n`;
  });
  return `## ${code}\n\n**${named(sentence.message)}**\n${variants.join('')}${hint}${cases.join('')}`;
}

if (import.meta.main) {
  await writeFile(new URL('../docs/errors.md', import.meta.url), errorsPage());
}
