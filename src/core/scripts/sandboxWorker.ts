import { parentPort } from 'node:worker_threads';
import type { Sandbox } from './sandbox.ts';
import type { AnsweredCall, SandboxCall } from './sandboxCall.ts';
import type { Delivery } from './script.ts';
import type { ScriptTimes } from './scriptLimits.ts';
import { unfinished } from './scriptReport.ts';
import { openSandbox } from './virtualMachine.ts';

/** Scripts that listen to a stream. */
const listening = new Map<number, Sandbox>();

/** The thread of the sandbox: a call comes in, its result goes out. */
parentPort?.on('message', ({ call, times }: { call: SandboxCall; times: ScriptTimes }) => {
  if (call.do === 'forget') listening.delete(call.script);
  else void answer(call, times).then((result) => parentPort?.postMessage(result));
});

async function answer(call: AnsweredCall, times: ScriptTimes): Promise<Delivery> {
  const known = listening.get(call.script);
  listening.delete(call.script);
  try {
    const sandbox = call.do === 'run' ? await openSandbox(call.run, times) : known;
    if (sandbox === undefined) {
      return unfinished(call, 'WB_SCRIPT_FAILED', 'its sandbox ended with another script');
    }
    const result = perform(sandbox, call);
    if (result.isListening) listening.set(call.script, sandbox);
    return result;
  } catch (error) {
    // The virtual machine itself gave up: there was no memory left for what it was handed.
    return unfinished(call, 'WB_SCRIPT_MEMORY', String(error));
  }
}

function perform(sandbox: Sandbox, call: AnsweredCall): Delivery {
  if (call.do === 'run') return { ...sandbox.run(), taken: 0 };
  if (call.do === 'finish') return { ...sandbox.finish(call.globals), taken: 0 };
  return sandbox.deliver(call.parts, call.globals);
}
