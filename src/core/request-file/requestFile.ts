import type { Diagnostic } from './diagnostic.ts';
import type { Handler } from './handlerNode.ts';
import type { SourceText, TextRange } from './textRange.ts';

/**
 * What a request is, decided by its request line; `unsupported` belongs to another tool and is never sent. `run` is a
 * block of `run` lines alone: it sends what they name, and nothing of its own.
 */
export type RequestKind =
  'http' | 'websocket' | 'sse' | 'graphql' | 'tcp' | 'tls' | 'udp' | 'run' | 'unsupported';

/** What a stretch of text is. The tokens of all blocks, one after the other, are the whole file. */
export type TokenKind =
  | 'space'
  | 'separator'
  | 'title'
  | 'comment'
  | 'directiveKey'
  | 'directiveValue'
  | 'variableName'
  | 'variableOperator'
  | 'variableValue'
  | 'method'
  | 'url'
  | 'httpVersion'
  | 'headerName'
  | 'headerColon'
  | 'headerValue'
  | 'bodyText'
  | 'includeOperator'
  | 'includePath'
  | 'stepSeparator'
  | 'stepText'
  | 'handler'
  | 'recordedResponse'
  | 'curlOption'
  | 'unknown';

/** One token; its text is `text.slice(offset, endOffset)` of the file. */
export interface Token extends TextRange {
  kind: TokenKind;
}

/** `# @name value`; `name` is the canonical kebab-case spelling. */
export interface Directive {
  name: string;
  key: SourceText;
  /** The value without a leading `=` and without quotes; `null` when nothing is written. */
  value: SourceText | null;
  range: TextRange;
}

/** `@name = value`; `text` of `value` is as written, `cooked` has quotes and `\n`, `\r`, `\t` taken out. */
export interface FileVariable {
  name: SourceText;
  value: SourceText;
  cooked: string;
  /** `:=`: resolved anew at each use. */
  lazy: boolean;
  range: TextRange;
}

/** `Name: value`, case and blanks inside the value as written. */
export interface HeaderLine {
  name: SourceText;
  value: SourceText;
  range: TextRange;
}

/** Text of a body, or a file that stands for a part of it. */
export type BodySegment = BodyText | BodyInclude;

/** Text of a body as written, line breaks included. */
export interface BodyText extends SourceText {
  kind: 'text';
}

/**
 * `< path` (bytes as they are), `<@ path`, `<@latin1 path` (text whose variables are resolved), or `gql name < path`
 * (GraphQL, of which the operation `operationName` is asked for).
 */
export interface BodyInclude {
  kind: 'file';
  path: SourceText;
  resolved: boolean;
  encoding: string | null;
  operationName: string | null;
  /** `--data-urlencode @file` of curl. */
  percentEncoded: boolean;
  range: TextRange;
}

export type BodyKind = 'none' | 'text' | 'file' | 'multipart' | 'form' | 'graphql' | 'messages';

/** What follows the headers. A conversation has `messages` and no segments. */
export interface RequestBody {
  kind: BodyKind;
  segments: BodySegment[];
  /** `null` when there is no body. */
  range: TextRange | null;
}

/** What a step of a conversation does; `unknown` is none of them. */
export type StepKind =
  | 'send'
  | 'wait-for-server'
  | 'expect'
  | 'capture'
  | 'wait'
  | 'ping'
  | 'pong'
  | 'close'
  | 'frame'
  | 'bytes'
  | 'repeat'
  | 'end'
  | 'unknown';

/** One step of a conversation: what the `===` line says and the text below it. */
export interface ConversationStep {
  step: StepKind;
  /** What follows the step's name on its line, without a trailing comment; empty for the first message. */
  argument: SourceText;
  /** The text below the line without blank lines around it. */
  segments: BodySegment[];
  range: TextRange;
}

/** A URL over one or more lines: its text is the parts joined. */
export interface RequestUrl {
  text: string;
  parts: SourceText[];
  range: TextRange;
}

/** The request of a block. */
export interface RequestNode {
  kind: RequestKind;
  /** The method as written; `null` for a bare URL. */
  method: SourceText | null;
  url: RequestUrl;
  /** As written: `HTTP/1.1`, `HTTP/2`, `HTTP/2 (Prior Knowledge)`. */
  httpVersion: SourceText | null;
  headers: HeaderLine[];
  body: RequestBody;
  /** Steps of a conversation (WebSocket, TCP, TLS, UDP); empty for all others. */
  messages: ConversationStep[];
  /** The request line with its continuations: where a lens stands. */
  lineRange: TextRange;
  range: TextRange;
}

/** From one separator to the next. A block without a request is shared by the whole file. */
export interface RequestBlock {
  separator: TextRange | null;
  /** `# @title`, else the text after `###`. */
  title: SourceText | null;
  /** `# @name`, else the text after `###`, else `# @title`. */
  name: SourceText | null;
  directives: Directive[];
  variables: FileVariable[];
  request: RequestNode | null;
  handlers: Handler[];
  range: TextRange;
  /** Every character of the block, in order, none twice. */
  tokens: Token[];
  diagnostics: Diagnostic[];
}

/** A block that has a request. */
export interface RequestBlockWithRequest extends RequestBlock {
  request: RequestNode;
}

/**
 * The tree of a request file, made by `parseRequestFile(text, { path })`.
 * `requestsOf(file)` lists the blocks that can be sent, `findRequest(file, { name | line })` chooses one,
 * `prepareRequest` (core/runner/prepare.ts) makes a `PreparedRequest` of it, `parseReport` the lines of `parse --json`.
 */
export interface RequestFile {
  path: string | null;
  blocks: RequestBlock[];
  /** Of all blocks, in the order of the text. */
  diagnostics: Diagnostic[];
}

/** The blocks that have a request, in the order of the file. */
export function requestsOf(file: RequestFile): RequestBlockWithRequest[] {
  return file.blocks.filter((block): block is RequestBlockWithRequest => block.request !== null);
}

/** The request of that name, or the one whose block holds that line (from 1), or the first one. */
export function findRequest(
  file: RequestFile,
  wanted: { name?: string; line?: number },
): RequestBlockWithRequest | undefined {
  const requests = requestsOf(file);
  const { name, line } = wanted;
  if (name !== undefined) return requests.find((block) => block.name?.text === name);
  if (line === undefined) return requests[0];
  return requests.findLast((block) => block.range.line <= line && line <= block.range.endLine);
}
