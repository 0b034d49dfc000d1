import type { RequestFile } from '../../../src/core/request-file/requestFile.ts';

/** The text of all tokens of a file, one after the other. */
export function textOfTokens(file: RequestFile, text: string): string {
  return file.blocks
    .flatMap((block) => block.tokens)
    .map((token) => text.slice(token.offset, token.endOffset))
    .join('');
}
