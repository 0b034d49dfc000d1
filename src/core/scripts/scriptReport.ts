import type { ScriptReport } from './sandboxApi.ts';
import { scriptLimits } from './scriptLimits.ts';
import type { AnsweredCall } from './sandboxCall.ts';
import type { Delivery, ScriptFault, ScriptGlobals, ScriptTest, ScriptValues } from './script.ts';

/** What a script told, checked: it may have changed the very functions that tell. `null` where it cannot be read. */
export function readReport(json: string): ScriptReport | null {
  const told = json.length <= scriptLimits.reportLength ? parse(json) : null;
  if (told === null) return null;
  const tests = Array.isArray(told['tests']) ? told['tests'] : [];
  const logs = Array.isArray(told['logs']) ? told['logs'] : [];
  return {
    tests: tests.map(testOf),
    logs: logs.map(String),
    globals: globalsOf(objectOf(told['globals'])),
    variables: objectOf(told['variables']) as ScriptValues,
    isListening: told['isListening'] === true,
  };
}

/** The result of a call that did not come to its end, or whose report cannot be read: nothing has changed. */
export function unfinished(
  call: AnsweredCall,
  code: ScriptFault['code'],
  reason: string,
): Delivery {
  const { line } = call.do === 'run' ? call.run : call;
  const globals = call.do === 'run' ? call.run.globals : call.globals;
  const variables = call.do === 'run' ? call.run.request.variables : {};
  const fault = { code, reason, line };
  return { tests: [], logs: [], globals, variables, fault, isListening: false, taken: 0 };
}

function testOf(value: unknown): ScriptTest {
  const { name, passed, message } = objectOf(value);
  return { name: String(name), passed: passed === true, message: String(message) };
}

function globalsOf({ values, headers }: Record<string, unknown>): ScriptGlobals {
  return { values: objectOf(values) as ScriptValues, headers: textsOf(headers) };
}

function textsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(objectOf(value)).map(([name, each]) => [name, String(each)]),
  );
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function parse(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    // Not JSON: the caller knows what then holds.
    return null;
  }
}
