import type { Diagnostic } from './diagnostic.ts';
import type { Handler } from './handlerNode.ts';
import type {
  BodyInclude,
  BodySegment,
  ConversationStep,
  RequestBlock,
  RequestFile,
  RequestNode,
} from './requestFile.ts';

/** A part of a body: text, or the file it comes from. */
export type ReportedPart = { text: string } | ReportedInclude;

/** A file that stands for a part of a body, and how it is read where that is not as it is. */
interface ReportedInclude {
  path: string;
  resolved?: true;
  encoding?: string;
  operationName?: string;
  percentEncoded?: true;
}

/** A script, an assertion, a redirection … with its texts as written. */
export interface ReportedHandler {
  kind: string;
  position: string;
  line: number;
  [part: string]: unknown;
}

/** A body or a message: its text, the file it comes from, or both in parts. */
interface ReportedContent extends Partial<ReportedInclude> {
  text?: string;
  parts?: ReportedPart[];
}

/** One step of a conversation as written. */
export interface ReportedStep extends ReportedContent {
  step: string;
  /** What follows the name of the step. */
  argument?: string;
  type?: string;
}

/** What is wrong with a request, or worth a hint; lines and columns count from 1. */
export interface ReportedDiagnostic {
  code: string;
  severity: string;
  message: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** What stands in a block, with a request or without. */
interface ReportedBlock {
  title: string | null;
  directives: Record<string, string>;
  /** All directives in their order; one such as `@prompt` may stand there several times. */
  directiveList: [name: string, value: string][];
  variables: [name: string, value: string][];
  handlers: ReportedHandler[];
  diagnostics: ReportedDiagnostic[];
}

/** A block without a request, which holds for the whole file; `line` is its first. */
export interface SharedBlock extends ReportedBlock {
  line: number;
}

/** One line of `parse --json`: a request as written, before substitution (docs/events.md). */
export interface ParseReport extends ReportedBlock {
  v: 1;
  file: string;
  line: number;
  name: string | null;
  kind: string;
  method: string;
  url: string;
  httpVersion: string | null;
  headers: [name: string, value: string][];
  body: { kind: string } & ReportedContent;
  messages: ReportedStep[];
  /** Blocks without a request between the request above and this one; of the last request also those below. */
  shared?: SharedBlock[];
}

/** One object for each request of a file, in its order. */
export function parseReports(file: RequestFile): ParseReport[] {
  const reports: ParseReport[] = [];
  let shared: SharedBlock[] = [];
  for (const block of file.blocks) {
    if (block.request === null) shared.push(...sharedBlock(block));
    else {
      reports.push(parseReport(file, block, block.request, shared));
      shared = [];
    }
  }
  const last = reports.at(-1);
  if (last && shared.length > 0) last.shared = [...(last.shared ?? []), ...shared];
  return reports;
}

/** Nothing of a block that holds only comments. */
function sharedBlock(block: RequestBlock): SharedBlock[] {
  const { directives, variables, handlers, diagnostics, range } = block;
  const isEmpty = [directives, variables, handlers, diagnostics].every(
    ({ length }) => length === 0,
  );
  return isEmpty
    ? []
    : [{ line: range.line, title: block.title?.text ?? null, ...contentsOf(block) }];
}

/** A diagnostic without what only the editor needs. */
function reportDiagnostic({ code, severity, message, range }: Diagnostic): ReportedDiagnostic {
  const { line, column, endLine, endColumn } = range;
  return { code, severity, message, line, column, endLine, endColumn };
}

function contentsOf(block: RequestBlock): Omit<ReportedBlock, 'title'> {
  const directiveList = block.directives.map((directive): [string, string] => [
    directive.name,
    directive.value?.text ?? '',
  ]);
  return {
    directives: Object.fromEntries(directiveList),
    directiveList,
    variables: block.variables.map(({ name, cooked }) => [name.text, cooked]),
    handlers: block.handlers.map(reportHandler),
    diagnostics: block.diagnostics.map(reportDiagnostic),
  };
}

function parseReport(
  file: RequestFile,
  block: RequestBlock,
  request: RequestNode,
  shared: SharedBlock[],
): ParseReport {
  return {
    v: 1,
    file: file.path ?? '',
    line: request.lineRange.line,
    name: block.name?.text ?? null,
    title: block.title?.text ?? null,
    kind: request.kind,
    method: methodOf(request),
    url: request.url.text,
    httpVersion: request.httpVersion?.text ?? null,
    headers: request.headers.map(({ name, value }) => [name.text, value.text]),
    body: { kind: request.body.kind, ...contentOf(request.body.segments) },
    messages: request.messages.map(reportStep),
    ...contentsOf(block),
    ...(shared.length === 0 ? {} : { shared }),
  };
}

function reportHandler({ range, ...handler }: Handler): ReportedHandler {
  const parts = Object.entries(handler).map(([name, part]: [string, unknown]) => [
    name,
    Array.isArray(part) ? part.map(textsOf) : textOf(part),
  ]);
  return { ...(Object.fromEntries(parts) as ReportedHandler), line: range.line };
}

/** The text of a piece of the file; anything else is itself. */
function textOf(part: unknown): unknown {
  const isSource = typeof part === 'object' && part !== null && 'text' in part;
  return isSource ? part.text : part;
}

function textsOf(parts: Record<string, unknown>): unknown {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, textOf(part)]));
}

function methodOf({ method, kind }: RequestNode): string {
  if (method !== null) return method.text;
  return kind === 'http' || kind === 'sse' || kind === 'graphql' ? 'GET' : kind.toUpperCase();
}

function reportStep({ step, argument, segments }: ConversationStep): ReportedStep {
  const type = /^(?:text|json|hex|base64|binary)\b/.exec(argument.text)?.[0];
  return {
    step,
    ...(argument.text === '' || argument.text === type ? {} : { argument: argument.text }),
    ...(step === 'send' ? { type: type ?? 'text' } : {}),
    ...contentOf(segments),
  };
}

function contentOf(segments: readonly BodySegment[]): ReportedContent {
  const parts = segments.map((segment) =>
    segment.kind === 'text' ? { text: segment.text } : reportInclude(segment),
  );
  const [first] = parts;
  if (first === undefined) return {};
  return parts.length === 1 ? first : { parts };
}

function reportInclude(include: BodyInclude): ReportedInclude {
  const { path, resolved, encoding, operationName, percentEncoded } = include;
  return {
    path: path.text,
    ...(resolved ? { resolved } : {}),
    ...(encoding === null ? {} : { encoding }),
    ...(operationName === null ? {} : { operationName }),
    ...(percentEncoded ? { percentEncoded } : {}),
  };
}
