import type { ScriptRun, ScriptGlobals } from './script.ts';

/** A call that is answered with a result; `script` is the number under which a script that listens is kept. */
export type AnsweredCall =
  | { do: 'run'; script: number; run: ScriptRun }
  | {
      do: 'deliver';
      script: number;
      line: number;
      globals: ScriptGlobals;
      parts: readonly string[];
    }
  | { do: 'finish'; script: number; line: number; globals: ScriptGlobals };

/** What the thread of the sandbox is asked to do. */
export type SandboxCall = AnsweredCall | { do: 'forget'; script: number };
