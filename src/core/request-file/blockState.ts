import { diagnose, type Diagnostic } from './diagnostic.ts';
import type { DiagnosticCode } from './diagnosticCatalogue.ts';
import type { Handler } from './handlerNode.ts';
import type { Directive, FileVariable } from './requestFile.ts';
import type { SourceLine } from './sourceLines.ts';
import type { TextRange } from './textRange.ts';
import { TokenWriter } from './tokenWriter.ts';

/** What a run of blank lines, comments and variables leads to. */
export type Followed = 'end' | 'request' | 'other';

/** What stands below a run of comments: the name of a file, JSON or XML or GraphQL, or any other text and nothing. */
export type LedTo = 'file' | 'structure' | 'text';

const nothingLed = { end: 0, to: 'text' } as const;
const nothingFollowed = { end: 0, followed: 'other' } as const;

/** A file's text and its lines. */
export interface SourceDocument {
  text: string;
  lines: readonly SourceLine[];
}

/** The lines from one `###` to the next, and what was looked for in them in vain: so that searching stays linear. */
export class Section {
  /** Index behind the last line. */
  readonly to: number;
  /** No `}}` line follows this index. */
  noScriptEndFrom = Infinity;
  /** A definition of GraphQL from this index on is not closed. */
  noBraceEndFrom = Infinity;

  constructor(to: number) {
    this.to = to;
  }
}

/** What is known of a block while it is read: the lines, how far reading has come, and what was found. */
export class BlockState {
  readonly source: string;
  readonly lines: readonly SourceLine[];
  /** Index of the first line and of the line behind the last one. */
  readonly from: number;
  readonly to: number;
  /** Requests without `###` between them are told apart. */
  splitsImplied: boolean;
  /** Index of the line to read next. */
  at: number;
  readonly tokens = new TokenWriter();
  readonly directives: Directive[] = [];
  readonly variables: FileVariable[] = [];
  readonly handlers: Handler[] = [];
  readonly diagnostics: Diagnostic[] = [];
  /** Whether reading has come to the request line. */
  position: 'before' | 'after' = 'before';
  readonly section: Section;
  /** What the comments before the index `end`, at the start of a body or a part of it, lead to. */
  leading: { readonly end: number; readonly to: LedTo } = nothingLed;
  /** Lines before this index have text of the body below them. */
  textUntil = 0;
  /** What the blank lines and comments before the index `end` are known to be followed by. */
  trivia: { readonly end: number; readonly followed: Followed } = nothingFollowed;

  constructor(document: SourceDocument, section: Section, from: number, splitsImplied: boolean) {
    this.source = document.text;
    this.lines = document.lines;
    this.from = from;
    this.section = section;
    this.to = section.to;
    this.at = from;
    this.splitsImplied = splitsImplied;
  }

  get done(): boolean {
    return this.at >= this.to;
  }

  get line(): SourceLine {
    return this.lineAt(this.at);
  }

  lineAt(index: number): SourceLine {
    const line = this.lines[index];
    if (line === undefined) throw new RangeError(`line ${index} of ${this.lines.length}`);
    return line;
  }

  report(code: DiagnosticCode, range: TextRange, ...args: string[]): void {
    this.diagnostics.push(diagnose(code, range, ...args));
  }
}
