import type { RequestBlock } from '../core/request-file/requestFile.ts';
import { printable } from './printable.ts';

/** The text of `# @note` as a comment line; empty where there is none. A script that runs us cannot be asked. */
export function noteText({ directives }: RequestBlock): string {
  const note = directives.find(({ name }) => name === 'note')?.value;
  return note ? `\n# ${printable(note.text)}\n` : '';
}
