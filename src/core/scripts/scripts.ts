import type { ScriptPort } from './scriptPort.ts';
import { ScriptRunner } from './scriptRunner.ts';
import type { ScriptResult, ScriptRun, ScriptValues } from './script.ts';

/** The scripts of a session: one sandbox, and the variables that outlive a script. */
export class Scripts implements ScriptPort {
  readonly #runner = new ScriptRunner();
  #globals: ScriptValues = {};

  async runScript(run: Omit<ScriptRun, 'globals'>): Promise<ScriptResult> {
    const result = await this.#runner.run(() => ({ ...run, globals: this.#globals }));
    this.#globals = result.globals;
    return result;
  }

  async scriptGlobals(): Promise<ScriptValues> {
    return this.#globals;
  }

  /** Forgets the variables. */
  reset(): void {
    this.#globals = {};
  }

  /** Ends a script that runs. */
  async dispose(): Promise<void> {
    await this.#runner.dispose();
  }
}
