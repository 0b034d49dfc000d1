import { statSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { join } from 'node:path';
import { extensions } from 'vscode';

/** One activation: loading the bundle, `activate()` itself, and both as VS Code's caller waits for them. */
export interface Activation {
  loadMs: number;
  activateMs: number;
  totalMs: number;
  /** Size of every file of the extension that was loaded by the time it was active. */
  bytesLoaded: number;
}

interface ExtensionModule {
  activate(...args: unknown[]): unknown;
}

type Load = (request: string, ...rest: unknown[]) => unknown;

/** Where the bench reads the result; put in by its build. */
declare const RESULT_FILE: string;

/** Runs inside the extension host in place of tests: activates the extension and measures. */
export async function run(): Promise<void> {
  const extension = extensions.getExtension('wirebook.wirebook');
  if (!extension || extension.isActive)
    throw new Error('The extension is missing or active already.');
  const times = { loadMs: NaN, activateMs: NaN };
  watchLoading(extension.extensionPath, times);
  const start = performance.now();
  await extension.activate();
  const totalMs = performance.now() - start;
  const bundles = join(extension.extensionPath, 'dist');
  const loaded = Object.keys(require.cache).filter((path) => path.startsWith(bundles));
  const bytesLoaded = loaded.reduce((sum, path) => sum + statSync(path).size, 0);
  writeFileSync(RESULT_FILE, JSON.stringify({ ...times, totalMs, bytesLoaded }));
}

/** VS Code loads and activates in one step; wrapping the loaded module tells the two apart. */
function watchLoading(
  extensionPath: string,
  times: Pick<Activation, 'loadMs' | 'activateMs'>,
): void {
  const loader = Module as unknown as { _load: Load };
  const load = loader['_load'];
  loader['_load'] = function watchedLoad(this: unknown, request, ...rest) {
    const start = performance.now();
    const loaded = load.call(this, request, ...rest);
    if (!request.startsWith(extensionPath) || !Number.isNaN(times.loadMs)) return loaded;
    times.loadMs = performance.now() - start;
    return timed(loaded as ExtensionModule, times);
  };
}

function timed(loaded: ExtensionModule, times: Pick<Activation, 'activateMs'>): ExtensionModule {
  return {
    ...loaded,
    async activate(...args: unknown[]) {
      const start = performance.now();
      const result: unknown = await loaded.activate(...args);
      times.activateMs = performance.now() - start;
      return result;
    },
  };
}
