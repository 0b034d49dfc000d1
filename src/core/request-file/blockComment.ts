import { indentOf } from './sourceLines.ts';

const opener = /^\s*\/\*+\s*$/;
const whole = /^\s*\/\*.*\*\/\s*$/;

/** True for a line that opens a block comment and holds nothing else, as httpYac has it, or that is one. */
export function isBlockComment(text: string): boolean {
  return text.startsWith('/*', indentOf(text)) && (opener.test(text) || whole.test(text));
}

/** True for an opener of which the end stands in a line below. */
export function opensBlockComment(text: string): boolean {
  return text.startsWith('/*', indentOf(text)) && opener.test(text);
}

/** True for a line at whose end a block comment ends. */
export function closesBlockComment(text: string): boolean {
  return text.trimEnd().endsWith('*/');
}
