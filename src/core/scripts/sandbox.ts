import type { QuickJSContext, QuickJSHandle, QuickJSWASMModule } from 'quickjs-emscripten-core';
import { sandboxApiSource } from './sandboxApi.ts';
import type { ScriptReport } from './sandboxApi.ts';
import { sandboxHost } from './sandboxHost.ts';
import { readReport } from './scriptReport.ts';
import { scriptLimits } from './scriptLimits.ts';
import type { ScriptTimes } from './scriptLimits.ts';
import type { ScriptFault, ScriptResult, ScriptRun } from './script.ts';

const pendingJobs = 10_000;

/** An error as the virtual machine tells it. */
interface DumpedError {
  name?: unknown;
  message?: unknown;
  stack?: unknown;
}

/** Runs a script in a virtual machine of its own: no file, no network, no timer, bounded time and memory. */
export function runInSandbox(
  quickJs: QuickJSWASMModule,
  run: ScriptRun,
  { scriptMs }: ScriptTimes,
): ScriptResult {
  const runtime = quickJs.newRuntime();
  runtime.setMemoryLimit(scriptLimits.memoryBytes);
  runtime.setMaxStackSize(scriptLimits.stackBytes);
  const endMs = performance.now() + scriptMs;
  runtime.setInterruptHandler(() => performance.now() > endMs);
  const context = runtime.newContext();
  try {
    return evaluate(context, run);
  } finally {
    context.dispose();
    runtime.dispose();
  }
}

function evaluate(context: QuickJSContext, run: ScriptRun): ScriptResult {
  const tell = install(context, run);
  try {
    const error = runCode(context, run);
    const report = readReport(toldBy(context, tell), run);
    return error === null ? { ...report, fault: null } : withError(report, error, run);
  } finally {
    tell.dispose();
  }
}

/** Defines the globals; the handle is the function that tells what the script did. */
function install(context: QuickJSContext, { globals, request, response }: ScriptRun) {
  const installer = context.unwrapResult(context.evalCode(sandboxApiSource, 'wirebook'));
  const view = context.newString(JSON.stringify({ globals, request, response }));
  const host = sandboxHost(context);
  const tell = context.unwrapResult(context.callFunction(installer, context.undefined, view, host));
  for (const handle of [installer, view, host]) handle.dispose();
  return tell;
}

function runCode(context: QuickJSContext, { code, line, file }: ScriptRun): DumpedError | null {
  // Empty lines above it give every line of the script the number that it has in its file.
  const padded = '\n'.repeat(line - 1) + code;
  const evaluated = context.evalCode(padded, file, { type: 'global' });
  if (evaluated.error !== undefined) return dumped(context, evaluated.error);
  evaluated.value.dispose();
  const jobs = context.runtime.executePendingJobs(pendingJobs);
  if (jobs.error !== undefined) return dumped(context, jobs.error);
  return null;
}

function dumped(context: QuickJSContext, error: QuickJSHandle): DumpedError {
  const value: unknown = context.dump(error);
  error.dispose();
  return typeof value === 'object' && value !== null ? value : { message: value };
}

/** The report's JSON, or nothing where the script left it no memory. */
function toldBy(context: QuickJSContext, tell: QuickJSHandle): string {
  const told = context.callFunction(tell, context.undefined);
  const json = told.error === undefined ? context.getString(told.value) : '';
  told.dispose();
  return json;
}

function withError(report: ScriptReport, error: DumpedError, run: ScriptRun): ScriptResult {
  const reason = String(error.message);
  if (error.name === 'ScriptExit') return { ...report, fault: null };
  if (error.name === 'AssertionError') {
    const test = { name: 'client.assert', passed: false, message: reason };
    return { ...report, tests: [...report.tests, test], fault: null };
  }
  const name = typeof error.name === 'string' ? `${error.name}: ` : '';
  const line = Math.max(run.line, lineOf(String(error.stack), run));
  return { ...report, fault: { code: codeOf(error), reason: `${name}${reason}`, line } };
}

function codeOf({ name, message }: DumpedError): ScriptFault['code'] {
  if (name === 'InternalError' && message === 'interrupted') return 'WB_SCRIPT_TIMEOUT';
  if (name === 'InternalError' && message === 'out of memory') return 'WB_SCRIPT_MEMORY';
  return 'WB_SCRIPT_FAILED';
}

/** The innermost line of the script itself. */
function lineOf(stack: string, { file, line }: ScriptRun): number {
  for (const each of stack.split('\n')) {
    const start = each.indexOf(`${file}:`);
    if (start < 0) continue;
    const number = Number.parseInt(each.slice(start + file.length + 1), 10);
    if (Number.isInteger(number)) return number;
  }
  return line;
}
