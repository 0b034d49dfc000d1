/** A `{{…}}` in a text: indexes of the braces, `end` exclusive, and what stands between them without blanks. */
export interface Reference {
  start: number;
  end: number;
  expression: string;
}

/**
 * Finds the references of a text, each within one line. Of `{{{a}}}` the inner braces count; braces with nothing between
 * them are text. Takes linear time also where braces are never closed.
 */
export function findReferences(text: string): Reference[] {
  const references: Reference[] = [];
  const closing = nextFinder(text, '}}');
  const lineEnd = nextFinder(text, '\n');
  let open = text.indexOf('{{');
  while (open !== -1) {
    while (text[open + 2] === '{') open += 1;
    const close = closing(open + 2);
    if (close === -1) break;
    const breakAt = lineEnd(open);
    const inLine = breakAt === -1 || close < breakAt;
    const nested = inLine ? text.lastIndexOf('{{', close) : open;
    const start = Math.max(open, nested);
    const expression = inLine ? text.slice(start + 2, close).trim() : '';
    if (expression !== '') references.push({ start, end: close + 2, expression });
    open = text.indexOf('{{', inLine ? close + 2 : open + 2);
  }
  return references;
}

/** `\{\{` and `\}\}` stand for braces that are no reference. */
export function unescapeBraces(text: string): string {
  return text.includes('\\') ? text.replaceAll('\\{\\{', '{{').replaceAll('\\}\\}', '}}') : text;
}

/** Like `indexOf` for a position that only grows: the text is searched once. */
function nextFinder(text: string, wanted: string): (from: number) => number {
  let found = text.indexOf(wanted);
  return (from) => {
    if (found !== -1 && found < from) found = text.indexOf(wanted, from);
    return found;
  };
}
