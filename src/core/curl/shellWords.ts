/** One argument of a command: its text without quotes, and where it stands in the command. */
export interface ShellWord {
  text: string;
  offset: number;
  endOffset: number;
}

/** A command taken apart. */
export interface ShellCommand {
  words: ShellWord[];
  /** Behind the last character of the command, or of the line where a pipe or a redirection begins. */
  endOffset: number;
  /** `| jq .` and the like: what the shell would do with the output; `null` for none. */
  rest: ShellWord | null;
  /** Offset of a quotation mark that nothing closes; `null` when all are closed. */
  openQuote: number | null;
}

/**
 * Takes the command at the start of a text apart as a POSIX shell does, or `cmd.exe` where lines end in `^`, or
 * PowerShell where they end in a backtick. The command ends with its line, unless the line is continued, a quotation is
 * open, or the next line is indented or begins with `-`. Nothing is expanded or run. Linear time.
 */
export function readShellCommand(text: string): ShellCommand {
  return new ShellReader(text).read();
}

type Dialect = 'posix' | 'cmd' | 'powershell';

const escapeOf: Record<Dialect, string> = { posix: '\\', cmd: '^', powershell: '`' };
const ansiEscapes: Record<string, string> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const powershellEscapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', '0': '\0' };
/** Words that end a command: what follows them is the shell's. */
const operator = /(?:\|\|?|&&|;|\d?>{1,2}|<)(?=\s|$)/y;
const lineBreak = /\r\n|\n|\r/y;

class ShellReader {
  readonly #text: string;
  readonly #dialect: Dialect;
  readonly #words: ShellWord[] = [];
  #at = 0;
  #start = -1;
  #parts: string[] = [];
  #openQuote: number | null = null;

  constructor(text: string) {
    this.#text = text;
    this.#dialect = dialectOf(text);
  }

  read(): ShellCommand {
    while (this.#at < this.#text.length && this.#readPiece());
    this.#endWord();
    const rest = this.#rest();
    const endOffset = rest?.endOffset ?? this.#text.slice(0, this.#at).trimEnd().length;
    return { words: this.#words, endOffset, rest, openQuote: this.#openQuote };
  }

  #rest(): ShellWord | null {
    if (matchesAt(operator, this.#text, this.#at) === 0) return null;
    const [text = ''] = this.#text.slice(this.#at).split(/[\r\n]/, 1);
    return { text: text.trim(), offset: this.#at, endOffset: this.#at + text.trimEnd().length };
  }

  /** Reads a quotation, an escape, a blank or a character; false where the command ends. */
  #readPiece(): boolean {
    const text = this.#text;
    const character = text.charAt(this.#at);
    if (this.#isBreak(this.#at) > 0) return this.#endLine();
    if (character === ' ' || character === '\t') this.#endWord(1);
    else if (this.#start === -1 && matchesAt(operator, text, this.#at) > 0) return false;
    else if (this.#start === -1 && character === '#' && this.#dialect !== 'cmd')
      this.#skipComment();
    else if (character === escapeOf[this.#dialect]) this.#readEscape();
    else if (character === '"') this.#readDouble(false);
    else if (character === "'" && this.#dialect !== 'cmd') this.#readSingle();
    else if (this.#dialect === 'posix' && text.startsWith("$'", this.#at)) this.#readAnsi();
    else this.#add(character, 1);
    return true;
  }

  #endLine(): boolean {
    const next = this.#at + this.#isBreak(this.#at);
    if (!/^[ \t]+\S|^-/.test(this.#text.slice(next, next + 200))) return false;
    this.#endWord(next - this.#at);
    return true;
  }

  #skipComment(): void {
    while (this.#at < this.#text.length && this.#isBreak(this.#at) === 0) this.#at += 1;
  }

  #readEscape(): void {
    const next = this.#at + 1;
    const broken = this.#isBreak(next);
    if (broken > 0) this.#at = next + broken;
    else if (this.#dialect === 'cmd' && this.#text[next] === '"') this.#readDouble(true);
    else this.#add(this.#text.charAt(next), 2);
  }

  /** `'…'`; PowerShell writes `''` for a quotation mark inside. */
  #readSingle(): void {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end === -1) return this.#readOpen(1);
    this.#add(this.#text.slice(this.#at + 1, end), end + 1 - this.#at);
    if (this.#dialect === 'powershell' && this.#text[this.#at] === "'") this.#parts.push("'");
  }

  /** `"…"`; `escaped` where cmd's quotation marks are written `^"`. */
  #readDouble(escaped: boolean): void {
    const opening = this.#at;
    const quote = escaped ? '^"' : '"';
    this.#add('', quote.length);
    while (this.#at < this.#text.length) {
      if (this.#text.startsWith(quote, this.#at)) {
        this.#at += quote.length;
        return;
      }
      this.#readDoubleCharacter(escaped);
    }
    this.#openQuote ??= opening;
  }

  #readDoubleCharacter(escaped: boolean): void {
    const text = this.#text;
    const pair = text.slice(this.#at, this.#at + 2);
    if (escaped && text.startsWith('^\\^"', this.#at)) this.#add('"', 4);
    else if (escaped && text.startsWith('\\^"', this.#at)) this.#add('"', 3);
    else if (escaped && pair.startsWith('^')) this.#readCaret();
    else if (pair === '\\"') this.#add('"', 2);
    else if (this.#dialect === 'powershell' && pair.startsWith('`')) {
      this.#add(powershellEscapes[pair.charAt(1)] ?? pair.charAt(1), 2);
    } else if (this.#dialect === 'powershell' && pair === '""') this.#add('"', 2);
    else if (this.#dialect === 'posix' && /^\\[\\$`]/.test(pair)) this.#add(pair.charAt(1), 2);
    else if (this.#dialect === 'posix' && pair.startsWith('\\') && this.#isBreak(this.#at + 1) > 0)
      this.#at += 1 + this.#isBreak(this.#at + 1);
    else this.#add(pair.charAt(0), 1);
  }

  /** In cmd a line break inside quotation marks is `^`, a break that is dropped, and the one that is meant. */
  #readCaret(): void {
    const dropped = this.#isBreak(this.#at + 1);
    if (dropped === 0) return this.#add(this.#text.charAt(this.#at + 1), 2);
    const meant = this.#isBreak(this.#at + 1 + dropped);
    this.#add(meant > 0 ? '\n' : '', 1 + dropped + meant);
  }

  /** `$'…'` with the escapes of C. */
  #readAnsi(): void {
    const opening = this.#at;
    this.#add('', 2);
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at);
      if (character === "'") {
        this.#at += 1;
        return;
      }
      if (character === '\\') this.#readAnsiEscape();
      else this.#add(character, 1);
    }
    this.#openQuote ??= opening;
  }

  #readAnsiEscape(): void {
    const rest = this.#text.slice(this.#at + 1, this.#at + 10);
    const digits =
      /^(?:x([\da-f]{1,2})|u([\da-f]{1,4})|U([\da-f]{1,8}))/i.exec(rest) ??
      /^[0-7]{1,3}/.exec(rest);
    if (digits === null) {
      const letter = rest.charAt(0);
      return this.#add(ansiEscapes[letter] ?? letter, 2);
    }
    const hex = digits[1] ?? digits[2] ?? digits[3];
    const code = hex === undefined ? Number.parseInt(digits[0], 8) : Number.parseInt(hex, 16);
    this.#add(code > 0x10_ff_ff ? '\uFFFD' : String.fromCodePoint(code), 1 + digits[0].length);
  }

  /** Takes the rest as it is, where a quotation has no end. */
  #readOpen(quoteLength: number): void {
    this.#openQuote ??= this.#at;
    this.#add(this.#text.slice(this.#at + quoteLength), this.#text.length - this.#at);
  }

  #add(text: string, sourceLength: number): void {
    if (this.#start === -1) this.#start = this.#at;
    this.#parts.push(text);
    this.#at = Math.min(this.#at + sourceLength, this.#text.length);
  }

  #endWord(blanks = 0): void {
    if (this.#start !== -1) {
      this.#words.push({ text: this.#parts.join(''), offset: this.#start, endOffset: this.#at });
    }
    this.#start = -1;
    this.#parts = [];
    this.#at += blanks;
  }

  /** The length of the line break at an offset, 0 for none. */
  #isBreak(offset: number): number {
    return matchesAt(lineBreak, this.#text, offset);
  }
}

function dialectOf(text: string): Dialect {
  const [line = ''] = text.split(/[\r\n]/, 1);
  if (/\^\s*$|[ =]\^"/.test(line)) return 'cmd';
  return /`\s*$/.test(line) ? 'powershell' : 'posix';
}

function matchesAt(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0].length ?? 0;
}
