import type { ScriptReport } from './sandboxApi.ts';
import type { ScriptFault, ScriptResult, ScriptRun } from './script.ts';

/** An error as the virtual machine tells it. */
export interface DumpedError {
  name?: unknown;
  message?: unknown;
  stack?: unknown;
}

/** The report of a script that threw: an assertion is a failed test, `client.exit` no fault, all else ends it. */
export function withFault(report: ScriptReport, error: DumpedError, run: ScriptRun): ScriptResult {
  const reason = String(error.message);
  if (error.name === 'ScriptExit') return { ...report, fault: null, isListening: false };
  if (error.name === 'AssertionError') {
    const test = { name: 'client.assert', passed: false, message: reason };
    return { ...report, tests: [...report.tests, test], fault: null };
  }
  const name = typeof error.name === 'string' ? `${error.name}: ` : '';
  const line = Math.max(run.line, lineOf(String(error.stack), run));
  const fault = { code: codeOf(error), reason: `${name}${reason}${wayOut(reason)}`, line };
  return { ...report, fault, isListening: false };
}

function codeOf({ name, message }: DumpedError): ScriptFault['code'] {
  if (name === 'InternalError' && message === 'interrupted') return 'WB_SCRIPT_TIMEOUT';
  if (name === 'InternalError' && message === 'out of memory') return 'WB_SCRIPT_MEMORY';
  return 'WB_SCRIPT_FAILED';
}

/** What other tools give to scripts and a sandbox cannot. */
const notThere: [name: RegExp, wayOut: string][] = [
  [/^(?:fetch|XMLHttpRequest|WebSocket)$/, 'scripts have no network'],
  [/^(?:setTimeout|setInterval|sleep)$/, 'scripts have no timers; # @sleep waits before a request'],
  [/^(?:require|process|fs|Buffer|exec\w*|spawn\w*)$/, 'scripts have no files and no processes'],
  [/^response$/, 'there is no response before the request is sent'],
];

function wayOut(reason: string): string {
  const [, missing = ''] = /^'(\w+)' is not defined$/.exec(reason) ?? [];
  const found = notThere.find(([name]) => name.test(missing));
  return found === undefined ? '' : `: ${found[1]}`;
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
