import type { ScriptRun, ScriptValues } from './script.ts';

/** A call that is answered with a result; `script` is the number under which a script that listens is kept. */
export type AnsweredCall =
  | { do: 'run'; script: number; run: ScriptRun }
  | { do: 'deliver'; script: number; line: number; globals: ScriptValues; parts: readonly string[] }
  | { do: 'finish'; script: number; line: number; globals: ScriptValues };

/** What the thread of the sandbox is asked to do. */
export type SandboxCall = AnsweredCall | { do: 'forget'; script: number };
