import type { ScriptResult, ScriptRun, ScriptGlobals } from './script.ts';

/** Runs scripts and keeps what they keep: the engine, or nobody where nothing of a file may be run. */
export interface ScriptPort {
  /** Never rejects for what the script does. */
  runScript(run: Omit<ScriptRun, 'globals'>): Promise<ScriptResult>;
  /** `client.global` as it stands. */
  scriptGlobals(): Promise<ScriptGlobals>;
}
