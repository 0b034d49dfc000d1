/** A change of a text: what stood from start to end is now `text`; lines and characters count from 0. */
export interface LineChange {
  startLine: number;
  startCharacter: number;
  endLine: number;
  endCharacter: number;
  text: string;
}

/** Where a line is after a change; `null` when the change took it away. */
export function shiftLine(line: number, change: LineChange): number | null {
  const { startLine, startCharacter, endLine, endCharacter } = change;
  if (startLine > line || (startLine === line && startCharacter > 0)) {
    return line;
  }
  const added = change.text.split('\n').length - 1;
  const endsAbove = endLine < line || (endLine === line && endCharacter === 0);
  if (endsAbove) {
    return line + added - (endLine - startLine);
  }
  const replacesLineInPlace = startLine === line && endLine === line;
  return replacesLineInPlace ? line + added : null;
}
