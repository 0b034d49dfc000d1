import { parentPort } from 'node:worker_threads';
import variant from '@jitl/quickjs-singlefile-cjs-release-sync';
import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core';
import { runInSandbox } from './sandbox.ts';
import type { ScriptRun } from './script.ts';
import type { ScriptTimes } from './scriptLimits.ts';

/** The thread of the sandbox: a run comes in, its result goes out. */
const quickJs = newQuickJSWASMModuleFromVariant(variant.default);

parentPort?.on('message', ({ run, times }: { run: ScriptRun; times: ScriptTimes }) => {
  void quickJs.then((module) => parentPort?.postMessage(runInSandbox(module, run, times)));
});
