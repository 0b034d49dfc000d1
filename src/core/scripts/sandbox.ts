import type {
  QuickJSContext,
  QuickJSHandle,
  QuickJSRuntime,
  QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import { sandboxApiSource } from './sandboxApi.ts';
import type { SandboxCalls, ScriptReport } from './sandboxApi.ts';
import { withFault } from './sandboxFault.ts';
import type { DumpedError } from './sandboxFault.ts';
import { sandboxHost } from './sandboxHost.ts';
import { readReport } from './scriptReport.ts';
import { isModule, moduleFolder, moduleName } from './scriptModules.ts';
import { scriptLimits } from './scriptLimits.ts';
import type { ScriptTimes } from './scriptLimits.ts';
import type { Delivery, ScriptResult, ScriptRun, ScriptGlobals } from './script.ts';

/** Jobs of promises that are done before the time is looked at. */
const jobsAtOnce = 1_000;

/**
 * One script in a virtual machine of its own: no file, no network, no timer; bounded memory in all, bounded time a call.
 */
export class Sandbox {
  readonly #context: QuickJSContext;
  readonly #calls: QuickJSHandle;
  readonly #scriptMs: number;
  #run: ScriptRun;
  #endMs = Infinity;

  constructor(quickJs: QuickJSWASMModule, run: ScriptRun, { scriptMs }: ScriptTimes) {
    const runtime = quickJs.newRuntime();
    runtime.setMaxStackSize(scriptLimits.stackBytes);
    runtime.setInterruptHandler(() => performance.now() > this.#endMs);
    this.#run = run;
    this.#scriptMs = scriptMs;
    loadModules(runtime, run);
    this.#context = runtime.newContext();
    this.#calls = install(this.#context, run);
  }

  /** Runs the script from its beginning to its end. */
  run(): ScriptResult {
    const { code, line, file } = this.#run;
    // Empty lines above it give every line of the script the number that it has in its file.
    const padded = '\n'.repeat(line - 1) + code;
    const type = isModule(code) ? 'module' : 'global';
    return this.#result(this.#within(() => this.#context.evalCode(padded, file, { type })));
  }

  /** Hands parts of a stream to what has subscribed, until `deliveryMs` are over or one of them fails. */
  deliver(parts: readonly string[], globals: ScriptGlobals): Delivery {
    this.#renew(globals);
    const endMs = performance.now() + scriptLimits.deliveryMs;
    let error: DumpedError | null = null;
    let taken = 0;
    while (taken < parts.length && error === null && (taken === 0 || performance.now() < endMs)) {
      error = this.#call('deliver', parts[taken++]);
    }
    return { ...this.#result(error), taken };
  }

  /** The stream is over. */
  finish(globals: ScriptGlobals): ScriptResult {
    this.#renew(globals);
    return this.#result(this.#call('finish'));
  }

  #renew(globals: ScriptGlobals): void {
    this.#run = { ...this.#run, globals };
    this.#call('renew', JSON.stringify(globals));
  }

  #result(error: DumpedError | null): ScriptResult {
    const told = readReport(this.#told());
    const report = told ?? nothingTold(this.#run);
    this.#run = { ...this.#run, globals: report.globals };
    const unreadable = told === null ? { message: 'what it did cannot be read' } : null;
    const reason = error ?? unreadable;
    return reason === null ? { ...report, fault: null } : withFault(report, reason, this.#run);
  }

  /** The report's JSON, or nothing where the script left it no memory. */
  #told(): string {
    const told = this.#invoke('tell', []);
    const json = told.error === undefined ? this.#context.getString(told.value) : '';
    told.dispose();
    return json;
  }

  #call(name: keyof SandboxCalls, text?: string): DumpedError | null {
    const handles = text === undefined ? [] : [this.#context.newString(text)];
    const error = this.#within(() => this.#invoke(name, handles));
    for (const handle of handles) handle.dispose();
    return error;
  }

  #invoke(name: keyof SandboxCalls, handles: QuickJSHandle[]) {
    const method = this.#context.getProp(this.#calls, name);
    const result = this.#context.callFunction(method, this.#context.undefined, ...handles);
    method.dispose();
    return result;
  }

  /** Lets code run, and what it left to be done behind it, for the time of one call. */
  #within(work: () => ReturnType<QuickJSContext['evalCode']>): DumpedError | null {
    this.#endMs = performance.now() + this.#scriptMs;
    try {
      const done = work();
      const error =
        done.error === undefined ? this.#watch(done.value) : dumped(this.#context, done.error);
      const jobError = this.#finishJobs();
      return error ?? jobError ?? this.#ended(this.#invoke('settle', []));
    } finally {
      this.#endMs = Infinity;
    }
  }

  /** Waits for what the code came to, where that is a promise. */
  #watch(value: QuickJSHandle): DumpedError | null {
    const error = this.#ended(this.#invoke('watch', [value]));
    value.dispose();
    return error;
  }

  #ended(done: ReturnType<QuickJSContext['callFunction']>): DumpedError | null {
    if (done.error !== undefined) return dumped(this.#context, done.error);
    done.value.dispose();
    return null;
  }

  /** Runs what waits for promises, to its end or that of the time. */
  #finishJobs(): DumpedError | null {
    const { runtime } = this.#context;
    while (performance.now() <= this.#endMs) {
      if (!runtime.hasPendingJob()) return null;
      const { error } = runtime.executePendingJobs(jobsAtOnce);
      if (error !== undefined) return dumped(this.#context, error);
    }
    return { name: 'InternalError', message: 'interrupted' };
  }
}

/** Modules are files that were read before; there are no others. */
function loadModules(runtime: QuickJSRuntime, { file, modules }: ScriptRun): void {
  const { folder = '.', code = {} } = modules ?? {};
  const load = (name: string) => {
    const text = Object.hasOwn(code, name) ? code[name] : undefined;
    const reason = `there is no module ${name}: a script imports files, such as './name.js'`;
    return text ?? { error: new Error(reason) };
  };
  runtime.setModuleLoader(load, (by, specifier) =>
    moduleName(by === file ? folder : moduleFolder(by), specifier),
  );
}

/** Defines the globals; the handle has what the host may call. */
function install(context: QuickJSContext, { globals, request, response }: ScriptRun) {
  const installer = context.unwrapResult(context.evalCode(sandboxApiSource, 'wirebook'));
  const view = context.newString(JSON.stringify({ globals, request, response }));
  const host = sandboxHost(context);
  const calls = context.unwrapResult(
    context.callFunction(installer, context.undefined, view, host),
  );
  for (const handle of [installer, view, host]) handle.dispose();
  return calls;
}

/** Of a script whose report cannot be read nothing is believed. */
function nothingTold({ globals, request: { variables } }: ScriptRun): ScriptReport {
  return { tests: [], logs: [], globals, variables, isListening: false };
}

function dumped(context: QuickJSContext, error: QuickJSHandle): DumpedError {
  const value: unknown = context.dump(error);
  error.dispose();
  // Where no memory is left even for an error, `null` is thrown, or nothing can be read of it.
  if (value === null || value === '') return { name: 'InternalError', message: 'out of memory' };
  return typeof value === 'object' ? value : { message: value };
}
