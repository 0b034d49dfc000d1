import type { SourceText, TextRange } from './textRange.ts';

/** What stands around a request and is no part of it: scripts, assertions, redirections, recorded responses. */
export type Handler =
  | Script
  | ScriptFile
  | Assertion
  | ResponseTarget
  | RecordedResponse
  | HeaderSpread
  | SharedHeader
  | ImportLine
  | RunLine
  | GraphqlPart
  | ToolCommand;

interface HandlerBase {
  /** Above the request line, or behind it. */
  position: 'before' | 'after';
  range: TextRange;
}

/** `> {% … %}`, `< {% … %}` (JetBrains, kulala) or a `{{ … }}` block (httpYac). */
export interface Script extends HandlerBase {
  kind: 'script';
  dialect: 'jetbrains' | 'httpyac';
  language: 'javascript' | 'lua';
  /** What stands between the brackets, as written. */
  code: SourceText;
  /** What httpYac's block waits for: `request`, `streaming`, `response`, `after`, `responseLogging`. */
  event: string | null;
  /** httpYac's `{{+`: runs with every request of the file. */
  everyRequest: boolean;
}

/** `> file.js`, `< file.js`. */
export interface ScriptFile extends HandlerBase {
  kind: 'scriptFile';
  language: 'javascript' | 'lua';
  path: SourceText;
}

/** `?? type value operator expected`; parts that are not written are `null`. */
export interface Assertion extends HandlerBase {
  kind: 'assertion';
  /** `status`, `header`, `body`, `duration`, `js`, `xpath` … */
  type: SourceText | null;
  value: SourceText | null;
  /** As written: `==`, `includes`, `exists` … */
  operator: SourceText | null;
  expected: SourceText | null;
}

/** `>> file` (a further name where it exists), `>>! file` (overwrites), `<> file` (a response kept earlier). */
export interface ResponseTarget extends HandlerBase {
  kind: 'saveResponse' | 'responseFile';
  path: SourceText;
  overwrite: boolean;
}

/** `HTTP/1.1 200 OK` and what follows it. */
export interface RecordedResponse extends HandlerBase {
  kind: 'recordedResponse';
  status: number;
}

/** `...name` among the headers: an object of headers. */
export interface HeaderSpread extends HandlerBase {
  kind: 'headerSpread';
  name: SourceText;
  /** How many headers stand above it. */
  headersAbove: number;
}

/** `Name: value` below `NOP`: a header of all requests of the file that have none of that name. */
export interface SharedHeader extends HandlerBase {
  kind: 'sharedHeader';
  name: SourceText;
  value: SourceText;
}

/** `import file.http`: the requests and variables of another file. */
export interface ImportLine extends HandlerBase {
  kind: 'import';
  path: SourceText;
}

/** `run #name`, `run file.http`, `run #name (@a=b)`. */
export interface RunLine extends HandlerBase {
  kind: 'run';
  /** `#name` or a path. */
  target: SourceText;
  variables: { name: SourceText; value: SourceText }[];
}

/** A part of GraphQL above a request: `fragment … { … }`, or `gql name < file`. */
export interface GraphqlPart extends HandlerBase {
  kind: 'graphqlPart';
  name: SourceText | null;
  /** The file of `gql name < file`. */
  path: SourceText | null;
  /** The text, as written. */
  text: string;
}

/** A line that only another tool understands: `proto < file`, `client …`, `<--->`. */
export interface ToolCommand extends HandlerBase {
  kind: 'command';
}

/** Handlers that are recognised and change nothing: what other tools keep in a file, or do on their own. */
export const idleHandlers: ReadonlySet<Handler['kind']> = new Set([
  'responseFile',
  'recordedResponse',
  'command',
]);

/** A handler that is run: JetBrains' JavaScript. httpYac's blocks and Lua are recognised and left alone. */
export type RunnableScript = Script | ScriptFile;

/** True for a script that can be run. */
export function isRunnable(handler: Handler): handler is RunnableScript {
  if (handler.kind === 'scriptFile') return handler.language === 'javascript';
  return (
    handler.kind === 'script' &&
    handler.dialect === 'jetbrains' &&
    handler.language === 'javascript'
  );
}
