import type { Diagnostic } from './diagnostic.ts';
import {
  requestsOf,
  type BodySegment,
  type ConversationStep,
  type RequestBlockWithRequest,
  type RequestFile,
  type RequestNode,
} from './requestFile.ts';

/** A part of a body: text, or the file it comes from. */
export type ReportedPart = { text: string } | { path: string };

/** One step of a conversation as written. */
export interface ReportedStep {
  step: string;
  /** What follows the name of the step. */
  argument?: string;
  type?: string;
  text?: string;
  path?: string;
  parts?: ReportedPart[];
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

/** One line of `parse --json`: a request as written, before substitution (docs/events.md). */
export interface ParseReport {
  v: 1;
  file: string;
  line: number;
  name: string | null;
  title: string | null;
  kind: string;
  method: string;
  url: string;
  httpVersion: string | null;
  headers: [name: string, value: string][];
  body: { kind: string; text?: string; path?: string; parts?: ReportedPart[] };
  messages: ReportedStep[];
  directives: Record<string, string>;
  variables: [name: string, value: string][];
  diagnostics: ReportedDiagnostic[];
}

/** One object for each request of a file, in its order. */
export function parseReports(file: RequestFile): ParseReport[] {
  return requestsOf(file).map((block) => parseReport(file, block));
}

/** A diagnostic without what only the editor needs. */
function reportDiagnostic({ code, severity, message, range }: Diagnostic): ReportedDiagnostic {
  const { line, column, endLine, endColumn } = range;
  return { code, severity, message, line, column, endLine, endColumn };
}

function parseReport(file: RequestFile, block: RequestBlockWithRequest): ParseReport {
  const { request } = block;
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
    directives: Object.fromEntries(block.directives.map((d) => [d.name, d.value?.text ?? ''])),
    variables: block.variables.map(({ name, cooked }) => [name.text, cooked]),
    diagnostics: block.diagnostics.map(reportDiagnostic),
  };
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

function contentOf(segments: readonly BodySegment[]): {
  text?: string;
  path?: string;
  parts?: ReportedPart[];
} {
  const parts = segments.map((segment) =>
    segment.kind === 'text' ? { text: segment.text } : { path: segment.path.text },
  );
  const [first] = parts;
  if (first === undefined) return {};
  return parts.length === 1 ? first : { parts };
}
