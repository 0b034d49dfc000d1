import type { Translate } from '../errors/translate.ts';
import type { RequestBlock, RequestFile } from '../request-file/requestFile.ts';
import type { VariableContext } from '../variables/checkVariables.ts';
import { VariableScope } from '../variables/scope.ts';

/** A request file in an editor: what completion, hover and their kin are computed from. Nothing here does I/O. */
export interface LanguageInput {
  /** The tree of `text`. */
  file: RequestFile;
  text: string;
  variables: VariableContext;
  /** Puts the sentences of the facts into the user's language. */
  translate: Translate;
}

/** A stretch of the text in UTF-16 code units, `endOffset` exclusive. */
export interface Span {
  offset: number;
  endOffset: number;
}

/** The block that an offset stands in; at the border of two, the latter. Binary search. */
export function blockAt({ blocks }: RequestFile, offset: number): RequestBlock | undefined {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((blocks[middle]?.range.offset ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return blocks[low];
}

/** The variables that hold at an offset. */
export function scopeAt({ file, variables }: LanguageInput, offset: number): VariableScope | null {
  const block = blockAt(file, offset);
  return block === undefined ? null : new VariableScope({ ...variables, file, block });
}
