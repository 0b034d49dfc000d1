import variant from '@jitl/quickjs-singlefile-cjs-release-sync';
import { newQuickJSWASMModuleFromVariant, newVariant } from 'quickjs-emscripten-core';
import { Sandbox } from './sandbox.ts';
import type { ScriptRun } from './script.ts';
import { scriptLimits } from './scriptLimits.ts';
import type { ScriptTimes } from './scriptLimits.ts';

/** The size of a page of WebAssembly's memory. */
const pageBytes = 64 * 1024;
/** What the virtual machine is linked to begin with. */
const initialPages = 256;

/**
 * A sandbox with a memory of its own. That memory is the limit: what QuickJS counts itself leaves strings and buffers
 * out. All of it is given back with the object.
 */
export async function openSandbox(run: ScriptRun, times: ScriptTimes): Promise<Sandbox> {
  const wasmMemory = new WebAssembly.Memory({
    initial: initialPages,
    maximum: scriptLimits.memoryBytes / pageBytes,
  });
  const own = newVariant(variant.default, { wasmMemory });
  return new Sandbox(await newQuickJSWASMModuleFromVariant(own), run, times);
}
