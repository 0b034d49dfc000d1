import type { HeaderLine } from './requestFile.ts';

/** True for a header of that name, which is given in small letters. */
export function isNamed({ name: { text } }: HeaderLine, name: string): boolean {
  return text.length === name.length && text.toLowerCase() === name;
}
