import { bodyKind, contentTypeOf, isGraphqlBody } from './bodyKind.ts';
import { BodyShape } from './bodyShape.ts';
import type { BlockState } from './blockState.ts';
import { contentTraits, type ContentTraits } from './contentTraits.ts';
import { checkSteps } from './checkSteps.ts';
import {
  followedBy,
  isComment,
  isLineComment,
  leadsTo,
  readComment,
  readTrivia,
} from './comment.ts';
import { isSwitchedOn } from './directiveCatalogue.ts';
import { addStep, checkPairs } from './conversation.ts';
import { handlerAt } from './handler.ts';
import type { RequestHead } from './head.ts';
import { hasConversation, isRaw } from './methods.ts';
import type {
  BodyKind,
  BodySegment,
  ConversationStep,
  RequestBody,
  RequestKind,
} from './requestFile.ts';
import { PartPlace } from './partPlace.ts';
import { isInclude, rangeOfSegments, SegmentReader } from './segmentReader.ts';
import { isImpliedRequest } from './requestLine.ts';
import { isStepLine, readStepLine, type StepLine } from './stepLine.ts';
import { isBlank, trimmedRange } from './sourceLines.ts';
import { spanOf, type TextRange } from './textRange.ts';
import { isTrailer } from './trailer.ts';

/** The body of a request; `messages` are the steps when it is a conversation. */
export interface ReadBody {
  /** The kind of the request, which its body may tell. */
  kind: RequestKind;
  body: RequestBody;
  messages: ConversationStep[];
}

/** Reads from behind the headers up to a handler, the next request or the end of the block. */
export function readBody(state: BlockState, head: RequestHead): ReadBody {
  const reader = new BodyReader(state, head);
  reader.read();
  return reader.result();
}

/** One message or the whole body while it is read. */
interface Section {
  line: StepLine | null;
  reader: SegmentReader;
  shape: BodyShape;
  /** Lines that look like comments and are sent. */
  comments: TextRange[];
}

class BodyReader {
  readonly #state: BlockState;
  readonly #head: RequestHead;
  readonly #contentType: string | null;
  readonly #conversation: boolean;
  /** Those of no type where the steps of a conversation are read. */
  readonly #traits: ContentTraits;
  readonly #part: PartPlace;
  readonly #messages: ConversationStep[] = [];
  #segments: BodySegment[] = [];
  #section: Section;

  constructor(state: BlockState, head: RequestHead) {
    this.#state = state;
    this.#head = head;
    this.#conversation = hasConversation(head.kind);
    this.#contentType = contentTypeOf(head.headers);
    this.#traits = contentTraits(this.#conversation ? null : this.#contentType);
    this.#part = new PartPlace(this.#traits.isMultipart);
    this.#section = this.#open(null);
  }

  read(): void {
    const state = this.#state;
    let afterBlank = true;
    while (!state.done) {
      const blank = isBlank(state.line.text);
      if (blank) this.#readBlank();
      else if (this.#isHandler()) break;
      else if ((afterBlank || this.#meetsRequest() || this.#isBehindEnd()) && this.#isOver()) {
        if (!this.#skipTrivia()) break;
      } else if (this.#isComment()) this.#skipComment();
      else this.#readLine();
      afterBlank = blank;
    }
    this.#close();
  }

  result(): ReadBody {
    if (this.#conversation) {
      checkSteps(this.#state, this.#head.kind, this.#messages);
      checkPairs(this.#state, this.#messages);
    }
    const range = this.#conversation
      ? rangeOfSteps(this.#messages)
      : rangeOfSegments(this.#segments);
    const kind = this.#requestKind();
    const body = { kind: this.#bodyKind(kind), segments: this.#segments, range };
    return { kind, body, messages: this.#messages };
  }

  #readBlank(): void {
    this.#part.followBlank();
    this.#state.at += 1;
  }

  #readLine(): void {
    const { text } = this.#state.line;
    if (this.#conversation && isStepLine(text)) {
      this.#close();
      this.#section = this.#open(readStepLine(this.#state));
    } else if (isInclude(text)) this.#section.reader.addInclude();
    else this.#addText(text);
    this.#part.follow(text);
  }

  /** In a text, lines such as `>> x` with more text below them are quotations. */
  #isHandler(): boolean {
    const kind = handlerAt(this.#state, this.#state.at);
    if (kind === null || kind === 'script' || !this.#section.shape.isOpaque) return kind !== null;
    return isTrailer(this.#state, this.#traits.isMarkdown);
  }

  /** A comment in the line below a complete JSON value. */
  #isBehindEnd(): boolean {
    return this.#section.shape.isClosed && isLineComment(this.#state.line.text);
  }

  /** Comments above JSON, XML or a file are none of it, and a form has none; in any other body they are data. */
  #isComment(): boolean {
    const { shape, reader } = this.#section;
    if (!isLineComment(this.#state.line.text)) return false;
    if (this.#traits.isForm) return true;
    if (this.#part.isAtStart) return leadsTo(this.#state) === 'file';
    return reader.isEmpty && !shape.isOpaque && leadsTo(this.#state) !== 'text';
  }

  #skipComment(): void {
    this.#section.reader.interrupt();
    readComment(this.#state);
  }

  #addText(text: string): void {
    const { shape, comments, reader } = this.#section;
    const isFirst = reader.isEmpty || this.#part.isAtStart;
    const takesSlashes = this.#conversation || this.#traits.takesSlashes;
    if (isFirst && text.startsWith('//') && !takesSlashes) {
      this.#state.report('WB1022', trimmedRange(this.#state.line));
    }
    if (isComment(text) && (shape.isEmpty || shape.isJson)) {
      comments.push(trimmedRange(this.#state.line));
    } else shape.add(text);
    reader.addText();
  }

  /** A request directly below a complete JSON value or form needs no empty line above it. */
  #meetsRequest(): boolean {
    const { isComplete, isEmpty } = this.#section.shape;
    if (!isComplete || isEmpty || !this.#state.splitsImplied) return false;
    return isImpliedRequest(this.#state.line.text);
  }

  /** Comments and blank lines from here on end the body, or lead to the next step or request. */
  #isOver(): boolean {
    const { shape, line } = this.#section;
    const { text } = this.#state.line;
    if (!shape.endsAboveComments || (line !== null && shape.isEmpty)) return false;
    if (this.#conversation && isStepLine(text)) return false;
    const followed = followedBy(this.#state, this.#state.at, (index) => this.#endsAt(index));
    return followed === 'end' || (followed === 'request' && shape.isComplete);
  }

  #endsAt(index: number): boolean {
    if (handlerAt(this.#state, index) !== null) return true;
    return this.#conversation && isStepLine(this.#state.lineAt(index).text);
  }

  /** Reads comments behind a complete body; true when a further step follows. */
  #skipTrivia(): boolean {
    const state = this.#state;
    if (followedBy(state, state.at, (index) => this.#endsAt(index)) === 'request') return false;
    this.#section.reader.finish();
    while (!state.done && readTrivia(state));
    return !state.done && this.#conversation && isStepLine(state.line.text);
  }

  #open(line: StepLine | null): Section {
    const shape = new BodyShape(this.#traits);
    return { line, reader: new SegmentReader(this.#state), shape, comments: [] };
  }

  #close(): void {
    const { reader, shape, comments, line } = this.#section;
    reader.finish();
    if (shape.isJson && !this.#takesComments) {
      for (const range of comments) this.#state.report('WB1013', range);
    }
    if (this.#conversation) addStep(this.#messages, line, reader.segments);
    else this.#segments = reader.segments;
  }

  /** Scripts, JSON5, what a raw socket or `=== send text` sends, may hold such lines; checks have comments of their own. */
  get #takesComments(): boolean {
    const { line } = this.#section;
    if (line !== null && (line.step !== 'send' || /^text\b/.test(line.argument.text))) return true;
    return this.#traits.takesSlashes || isRaw(this.#head.kind);
  }

  #requestKind(): RequestKind {
    const { kind, method } = this.#head;
    if (kind !== 'http' || method?.text.toUpperCase() !== 'POST') return kind;
    const { directives } = this.#state;
    if (isSwitchedOn(directives, 'graphql')) return 'graphql';
    if (isSwitchedOn(directives, 'no-gql-parsing')) return kind;
    return isGraphqlBody(this.#contentType, this.#segments) ? 'graphql' : kind;
  }

  #bodyKind(kind: RequestKind): BodyKind {
    if (this.#conversation) return this.#messages.length === 0 ? 'none' : 'messages';
    return bodyKind(kind, this.#contentType, this.#segments);
  }
}

function rangeOfSteps(steps: readonly ConversationStep[]): TextRange | null {
  const [first] = steps;
  const last = steps.at(-1);
  return first === undefined || last === undefined ? null : spanOf(first.range, last.range);
}
