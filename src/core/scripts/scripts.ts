import type { ScriptPort } from './scriptPort.ts';
import { ScriptRunner } from './scriptRunner.ts';
import type { AnsweredCall } from './sandboxCall.ts';
import { noGlobals } from './script.ts';
import type { Delivery, ScriptGlobals, ScriptResult, ScriptRun } from './script.ts';

/** A script as its own file numbers it, and as the sandbox does. */
export interface ListeningScript {
  script: number;
  line: number;
}

/** The scripts of a session: one sandbox, and the variables that outlive a script. */
export class Scripts implements ScriptPort {
  readonly #runner: ScriptRunner;
  #globals: ScriptGlobals = noGlobals;
  #lastScript = 0;

  constructor(runner = new ScriptRunner()) {
    this.#runner = runner;
  }

  async runScript(run: Omit<ScriptRun, 'globals'>): Promise<ScriptResult> {
    return this.start(this.number(), run);
  }

  /** A number that no other script has. */
  number(): number {
    return ++this.#lastScript;
  }

  /** Runs a script that may listen to a stream: its number is then what is delivered to. */
  start(script: number, run: Omit<ScriptRun, 'globals'>): Promise<ScriptResult> {
    return this.#call(() => ({ do: 'run', script, run: { ...run, globals: this.#globals } }));
  }

  /** Hands parts of a stream over, as many as it takes in a short while. */
  deliver(to: ListeningScript, parts: readonly string[]): Promise<Delivery> {
    return this.#call(() => ({ do: 'deliver', ...to, globals: this.#globals, parts }));
  }

  /** Says that the stream is over. */
  finish(to: ListeningScript): Promise<ScriptResult> {
    return this.#call(() => ({ do: 'finish', ...to, globals: this.#globals }));
  }

  /** Ends a script that listens. */
  forget(script: number): void {
    this.#runner.forget(script);
  }

  async scriptGlobals(): Promise<ScriptGlobals> {
    return this.#globals;
  }

  /** Forgets the variables and headers. */
  reset(): void {
    this.#globals = noGlobals;
  }

  /** Ends a script that runs. */
  async dispose(): Promise<void> {
    await this.#runner.dispose();
  }

  async #call(prepare: () => AnsweredCall): Promise<Delivery> {
    const result = await this.#runner.call(prepare);
    this.#globals = result.globals;
    return result;
  }
}
