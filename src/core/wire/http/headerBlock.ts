import type { HeaderField } from '../wireFacts.ts';
import { isToken } from './headerFields.ts';
import { malformed } from './responseFault.ts';

// A bare CR and NUL are what must be found.
const FORBIDDEN = /[\r\0]/;

/** Collects the field lines of one head or trailer section (RFC 9112 §5), names and values as received. */
export class HeaderBlock {
  readonly fields: HeaderField[] = [];

  /** Takes a line without its line end. Throws `WB_HTTP_MALFORMED_HEADER`. */
  addLine(line: string): void {
    const first = line.charCodeAt(0);
    if (isBlank(first)) this.#unfold(line);
    else this.fields.push(parseField(line));
  }

  /** Line folding is obsolete; a client replaces it by spaces (RFC 9112 §5.2). */
  #unfold(line: string): void {
    const last = this.fields.pop();
    if (last === undefined) throw malformedHeader(line, 'RFC 9112 §2.2');
    if (FORBIDDEN.test(line)) throw malformedHeader(line, 'RFC 9110 §5.5');
    this.fields.push([last[0], `${last[1]} ${withoutBlanks(line, 0)}`]);
  }
}

/** The failure of a line that is no field line. */
export function malformedHeader(line: string, section: string): Error {
  return malformed('WB_HTTP_MALFORMED_HEADER', 'receive', line, section);
}

function parseField(line: string): HeaderField {
  const colon = line.indexOf(':');
  const name = colon === -1 ? line : line.slice(0, colon);
  if (colon === -1 || !isToken(name)) throw malformedHeader(line, 'RFC 9112 §5.1');
  if (FORBIDDEN.test(line)) throw malformedHeader(line, 'RFC 9110 §5.5');
  return [name, withoutBlanks(line, colon + 1)];
}

/** A line from an index on, without the optional whitespace (RFC 9110 §5.6.3) around it. */
function withoutBlanks(line: string, from: number): string {
  let start = from;
  let end = line.length;
  while (start < end && isBlank(line.charCodeAt(start))) start += 1;
  while (end > start && isBlank(line.charCodeAt(end - 1))) end -= 1;
  return line.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
