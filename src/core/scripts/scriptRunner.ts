import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { scriptTimes } from './scriptLimits.ts';
import type { ScriptTimes } from './scriptLimits.ts';
import type { AnsweredCall, SandboxCall } from './sandboxCall.ts';
import type { Delivery, ScriptFault } from './script.ts';
import { unfinished } from './scriptReport.ts';

/** From source it is a module beside this one, in a bundle a bundle beside it. */
const workerFile = import.meta.filename.endsWith('.ts') ? 'sandboxWorker.ts' : 'scripts.cjs';

/**
 * Makes calls into the sandbox, one after the other, in a thread of its own that starts with the first one. A script
 * that cannot be stopped in its virtual machine ends with its thread, and the next one gets a new thread.
 */
export class ScriptRunner {
  readonly #times: ScriptTimes;
  #worker: Worker | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(times = scriptTimes) {
    this.#times = times;
  }

  /** Asks what to call when its turn comes. Never rejects: what went wrong is the result's `fault`. */
  call(prepare: () => AnsweredCall): Promise<Delivery> {
    const result = this.#last.then(() => this.#call(prepare()));
    this.#last = result;
    return result;
  }

  /** Ends a script that listens. */
  forget(script: number): void {
    this.#post({ do: 'forget', script });
  }

  /** Ends the thread; a script that runs ends with it. */
  async dispose(): Promise<void> {
    await this.#worker?.terminate();
  }

  #post(call: SandboxCall): void {
    this.#worker?.postMessage({ call, times: this.#times });
  }

  #call(call: AnsweredCall): Promise<Delivery> {
    const worker = (this.#worker ??= startWorker());
    return new Promise((resolve) => {
      const end = (result: Delivery): void => {
        clearTimeout(timer);
        worker.off('message', end).off('error', fail).off('exit', leave);
        resolve(result);
      };
      const abandon = (code: ScriptFault['code'], reason: string): void => {
        this.#worker = null;
        void worker.terminate();
        end(unfinished(call, code, reason));
      };
      const fail = (error: unknown): void => abandon('WB_SCRIPT_FAILED', String(error));
      const leave = (): void => abandon('WB_SCRIPT_FAILED', 'the sandbox has ended');
      const timer = setTimeout(abandon, this.#times.threadMs, 'WB_SCRIPT_TIMEOUT', '');
      worker.on('message', end).on('error', fail).on('exit', leave);
      this.#post(call);
    });
  }
}

function startWorker(): Worker {
  const worker = new Worker(join(import.meta.dirname, workerFile), {
    // The deepest recursion that the virtual machine allows needs more of the stack than Node gives a thread.
    resourceLimits: { stackSizeMb: 16 },
  });
  worker.unref();
  return worker;
}
