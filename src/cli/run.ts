import { appendFile, writeFile } from 'node:fs/promises';
import type { RequestBlockWithRequest } from '../core/request-file/requestFile.ts';
import { isPrepared } from '../core/runner/preparedRequest.ts';
import type { WireEvent, WireEventOf } from '../core/wire/events.ts';
import type { OAuthWorld } from '../core/auth/oauth/oauthClient.ts';
import type { Engine } from '../engine/engine.ts';
import { LocalEngine } from '../engine/localEngine.ts';
import type { RunArguments } from './arguments.ts';
import { UsageError } from './arguments.ts';
import { errorLine } from './commandIo.ts';
import type { CommandIo } from './commandIo.ts';
import { explanationText } from './explanation.ts';
import { follow } from './follow.ts';
import { jsonReporter } from './jsonReporter.ts';
import { junitReporter } from './junitReporter.ts';
import type { Reporter } from './reporter.ts';
import { commandLineOAuth } from './oauth.ts';
import { requestSourceOf } from './requestSource.ts';
import type { RequestSource } from './requestSource.ts';
import { textReporter } from './textReporter.ts';
import { concernsVerdict, problemOf, unmetSentence } from './verdict.ts';
import type { ExitCode } from './verdict.ts';

const recordingLimitBytes = 512 * 1024 * 1024;

/** `wirebook run`: sends requests of a file and reports what happened. The highest exit code of all requests wins. */
export async function run(args: RunArguments, io: CommandIo): Promise<ExitCode> {
  const source = await requestSourceOf(args);
  await startRecord(args.recordPath);
  if (args.keyLogPath !== null) warnOfKeys(args.keyLogPath, io);
  const engine = new LocalEngine();
  await engine.configure({ recordingLimitBytes, showSecrets: args.showSecrets });
  const reporter = reporterOf(args, io);
  try {
    const oauth = commandLineOAuth(engine, args, io, (exchange) =>
      reportTokenExchange(exchange, { args, io, engine, reporter }),
    );
    const codes = await runAll(source, { args, io, engine, reporter, oauth });
    reporter.end();
    return codes.reduce<ExitCode>((highest, code) => (code > highest ? code : highest), 0);
  } finally {
    await engine.dispose();
  }
}

interface ReportContext {
  args: RunArguments;
  io: CommandIo;
  engine: Engine;
  reporter: Reporter;
}

interface RunContext extends ReportContext {
  oauth: OAuthWorld;
}

async function runAll(source: RequestSource, context: RunContext): Promise<ExitCode[]> {
  if (context.args.parallel) {
    return Promise.all(source.blocks.map((block) => runOne(source, block, context)));
  }
  const codes: ExitCode[] = [];
  for (const block of source.blocks) {
    if (context.io.interrupted.aborted) {
      break;
    }
    codes.push(await runOne(source, block, context));
  }
  return codes;
}

async function runOne(
  source: RequestSource,
  block: RequestBlockWithRequest,
  context: RunContext,
): Promise<ExitCode> {
  const { engine, io, args } = context;
  if (args.explain)
    io.writeError(explanationText(titleOf(block, args.file), source.explain(block)));
  const { oauth } = context;
  const request = await source.prepare(block, { scripts: engine, oauth });
  const exchange = isPrepared(request) ? await engine.start(request) : await engine.fail(request);
  const cancel = (): void => void engine.cancel(exchange);
  if (io.interrupted.aborted) cancel();
  else io.interrupted.addEventListener('abort', cancel);
  const verdictEvents: WireEvent[] = [];
  await follow(engine, exchange, args.bodyLimitBytes, async (events, evicted) => {
    if (evicted > 0) {
      io.writeError(
        `wirebook: ${evicted} events fell out of the recording before they were read.\n`,
      );
    }
    verdictEvents.push(...events.filter(concernsVerdict));
    await report(events, block.request.lineRange.line, context);
  });
  io.interrupted.removeEventListener('abort', cancel);
  await engine.forget(exchange);
  if (io.interrupted.aborted) {
    return 3;
  }
  return problemOf(verdictEvents)?.exitCode ?? 0;
}

/** What the authorization server was asked is part of the story, but no request of the file: JUnit has no case for it. */
async function reportTokenExchange(exchange: number, context: ReportContext): Promise<void> {
  const { engine, args } = context;
  if (args.output === 'junit') return;
  await follow(engine, exchange, args.bodyLimitBytes, (events) => report(events, 1, context));
  await engine.forget(exchange);
}

async function report(
  events: WireEvent[],
  requestLine: number,
  { reporter, io, args }: ReportContext,
): Promise<void> {
  for (const event of events) {
    reporter.event(event);
    if (event.event === 'exchange.failed') {
      io.writeError(failureLine(args.file, requestLine, event));
    } else if (event.event === 'expect' && !event.passed) {
      const place = { line: event.line, column: event.column ?? 1 };
      io.writeError(errorLine(args.file, place, 'WB_EXPECTATION', unmetSentence(event)));
    }
  }
  if (args.recordPath !== null && events.length > 0) {
    const lines = events.map((event) => `${JSON.stringify(event)}\n`);
    await appendFile(args.recordPath, lines.join(''));
  }
  await io.drained();
}

function titleOf({ request, name }: RequestBlockWithRequest, file: string): string {
  const place = `${file}:${request.lineRange.line}`;
  return name === null ? place : `${place} ${name.text}`;
}

/** Preparing knows the place in the file; the network only knows the request. */
function failureLine(
  file: string,
  requestLine: number,
  failed: WireEventOf<'exchange.failed'>,
): string {
  const { line, column } = failed.params;
  const place = { line: Number(line ?? requestLine), column: Number(column ?? 1) };
  return errorLine(file, place, failed.code, failed.message);
}

function reporterOf({ output, file }: RunArguments, { write }: CommandIo): Reporter {
  switch (output) {
    case 'json':
      return jsonReporter(write);
    case 'junit':
      return junitReporter(write, file);
    case 'text':
      return textReporter(write);
  }
}

/** Never silently: the file undoes what TLS is for. */
function warnOfKeys(path: string, io: CommandIo): void {
  io.writeError(
    `wirebook: the keys of all TLS connections go to ${path}: whoever has it can read what was sent.\n`,
  );
}

async function startRecord(path: string | null): Promise<void> {
  if (path === null) {
    return;
  }
  await writeFile(path, '').catch((error: unknown) => {
    throw new UsageError(`--record ${path} cannot be written.`, { cause: error });
  });
}
