import type { ScriptReport } from './sandboxApi.ts';
import { scriptLimits } from './scriptLimits.ts';
import type { ScriptRun, ScriptTest, ScriptValues } from './script.ts';

/**
 * What a script told, checked: a script may have changed the very functions that tell. Of one that cannot be read,
 * nothing is believed, and its variables stay as they were.
 */
export function readReport(json: string, { globals, request }: ScriptRun): ScriptReport {
  const told = json.length <= scriptLimits.reportLength ? parse(json) : null;
  if (told === null) return { tests: [], logs: [], globals, variables: request.variables };
  const tests = Array.isArray(told['tests']) ? told['tests'] : [];
  const logs = Array.isArray(told['logs']) ? told['logs'] : [];
  return {
    tests: tests.map(testOf),
    logs: logs.map(String),
    globals: objectOf(told['globals']) as ScriptValues,
    variables: Object.fromEntries(
      Object.entries(objectOf(told['variables'])).map(([name, value]) => [name, String(value)]),
    ),
  };
}

function testOf(value: unknown): ScriptTest {
  const { name, passed, message } = objectOf(value);
  return { name: String(name), passed: passed === true, message: String(message) };
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
