import type { SourceDocument } from './blockState.ts';
import { closesBlockComment, opensBlockComment } from './blockComment.ts';
import { isImpliedRequest } from './requestLine.ts';
import { closesScript, isScriptOpening } from './script.ts';
import type { SourceLine } from './sourceLines.ts';

/** What may hold a line `###` that separates nothing. */
type Opening = 'script' | 'comment';

/** True for a line of three or more `#` at column 1. */
export function isSeparator(text: string): boolean {
  return text.startsWith('###');
}

/**
 * Finds where sections end: at a line `###` that stands neither in a script nor in a block comment. Only sections in
 * which one of them begins are looked at line by line for it, so that all others cost nothing more.
 */
export class SectionFinder {
  readonly #lines: readonly SourceLine[];
  readonly #count: number;
  readonly #nextScript: (from: number) => number;
  readonly #nextComment: (from: number) => number;
  /** From a line above this index on no end of a script, or of a comment, is found. */
  readonly #endlessBefore = { script: 0, comment: 0 };
  /** A section was left with something open: how it ends hangs on what stands below it. */
  hasOpenEnd = false;

  constructor({ text, lines }: SourceDocument, count: number) {
    this.#lines = lines;
    this.#count = count;
    this.#nextScript = nextFinder(text, '{%');
    this.#nextComment = nextFinder(text, '/*');
  }

  /** Index behind the last line of the section that begins in line `from`. */
  endOf(from: number): number {
    const [lines, count] = [this.#lines, this.#count];
    let index = from + 1;
    while (index < count && !isSeparator(lines[index]?.text ?? '')) index += 1;
    const end = Math.min(index, count);
    return this.#mayHide(from, end) ? this.#endBehindHidden(from) : end;
  }

  /** Something between two lines may begin that a `###` is part of. */
  #mayHide(from: number, to: number): boolean {
    const start = this.#lines[from]?.offset ?? 0;
    const end = this.#lines[to - 1]?.endOffset ?? 0;
    return this.#nextScript(start) < end || this.#nextComment(start) < end;
  }

  #endBehindHidden(from: number): number {
    let open: Opening | null = null;
    for (let index = from; index < this.#count; index += 1) {
      const text = this.#text(index);
      if (index > from && isSeparator(text)) {
        const end = open === null ? -1 : this.#closingLine(open, index);
        this.hasOpenEnd ||= open !== null;
        if (end === -1) return index;
        index = end;
        open = null;
      } else if (open === null) open = openingAt(text);
      else if (closes(open, text)) open = null;
    }
    this.hasOpenEnd ||= open !== null;
    return this.#count;
  }

  /** Index of the line that closes what is open; -1 where a request begins before a script ends, or nothing ends. */
  #closingLine(open: Opening, from: number): number {
    if (from < this.#endlessBefore[open]) return -1;
    for (let index = from; index < this.#count; index += 1) {
      const text = this.#text(index);
      if (closes(open, text)) return index;
      if (open === 'script' && beginsRequest(text)) {
        this.#endlessBefore[open] = index;
        return -1;
      }
    }
    this.#endlessBefore[open] = this.#count;
    return -1;
  }

  #text(index: number): string {
    return this.#lines[index]?.text ?? '';
  }
}

function openingAt(text: string): Opening | null {
  if (isScriptOpening(text)) return closesScript(text) ? null : 'script';
  return opensBlockComment(text) ? 'comment' : null;
}

function closes(open: Opening, text: string): boolean {
  return open === 'script' ? closesScript(text) : closesBlockComment(text);
}

function beginsRequest(text: string): boolean {
  return isImpliedRequest(text) || /^(?:[a-z-]{1,20}[ \t]+)?(?:https?|wss?):\/\//i.test(text);
}

/** Where a word is found from an offset on; `Infinity` for nowhere. For offsets that only grow the text is searched once. */
function nextFinder(text: string, wanted: string): (from: number) => number {
  let found = -1;
  return (from) => {
    if (found < from) found = text.indexOf(wanted, from);
    if (found === -1) found = Infinity;
    return found;
  };
}
