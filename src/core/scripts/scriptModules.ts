import { posix } from 'node:path';

/** The files that a script imports, and those that they import, read before it runs. */
export interface ScriptModules {
  /** Where the script stands, as seen from the request file: relative imports start there. */
  folder: string;
  /** Their code by the names that `moduleName` gives. */
  code: Readonly<Record<string, string>>;
}

/** `import … from './a.js'`, `import './a.js'`, `export … from './a.js'`. */
const importForm = /^[ \t]*(?:import|export)\b(?:[^'";]*\bfrom)?\s*(["'])([^"'\n]+)\1/gm;

/** A script that must be run as a module. */
export function isModule(code: string): boolean {
  return /^[ \t]*(?:import|export)\b(?!\s*\()/m.test(code);
}

/** What the modules that a code imports are called, seen from the request file. */
export function importedModules(code: string, folder: string): string[] {
  return [...code.matchAll(importForm)].map(([, , specifier = '']) =>
    moduleName(folder, specifier),
  );
}

/** A path seen from the request file; `.js` may be left out. What is no path stays as it is. */
export function moduleName(folder: string, specifier: string): string {
  if (!/^\.{0,2}\//.test(specifier)) return specifier;
  const path = specifier.startsWith('/') ? specifier : posix.join(folder, specifier);
  return /\.m?js$/.test(path) ? path : `${path}.js`;
}

/** The folder of a module, seen from the request file. */
export function moduleFolder(name: string): string {
  return posix.dirname(name);
}
