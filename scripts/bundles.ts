import { basename, relative, resolve } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';

/** A bundle: what it is made from and for which world. */
interface Bundle {
  entry: string;
  outfile: string;
  world: 'node' | 'browser';
}

const bundles: Bundle[] = [
  { entry: 'src/extension.ts', outfile: 'dist/extension.cjs', world: 'node' },
  {
    entry: 'src/host/language/languageFeatures.ts',
    outfile: 'dist/language.cjs',
    world: 'node',
  },
  { entry: 'src/host/sending/preparation.ts', outfile: 'dist/sending.cjs', world: 'node' },
  { entry: 'src/host/commands/socketQuestions.ts', outfile: 'dist/questions.cjs', world: 'node' },
  { entry: 'src/core/errors/explain.ts', outfile: 'dist/sentences.cjs', world: 'node' },
  { entry: 'src/engine/worker.ts', outfile: 'dist/worker.cjs', world: 'node' },
  { entry: 'src/core/selection/selectXml.ts', outfile: 'dist/xpath.cjs', world: 'node' },
  { entry: 'src/core/scripts/sandboxWorker.ts', outfile: 'dist/scripts.cjs', world: 'node' },
  { entry: 'src/demo/worker.ts', outfile: 'dist/demo.cjs', world: 'node' },
  { entry: 'src/cli.ts', outfile: 'dist/cli.js', world: 'node' },
  { entry: 'src/console/main.ts', outfile: 'dist/console/console.js', world: 'browser' },
];

/** What is imported dynamically is a bundle of its own, so that activation does not load it. */
const lazyBundles: Plugin = {
  name: 'lazy-bundles',
  setup(bundler) {
    bundler.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      const imported = relative('.', resolve(resolveDir, path));
      const lazy = kind === 'dynamic-import' && bundles.find(({ entry }) => entry === imported);
      return lazy ? { path: `./${basename(lazy.outfile)}`, external: true } : undefined;
    });
  },
};

const asked = Symbol('asked');

/** jsonc-parser does nothing when it is loaded, but its package does not say so: it would stay where nobody uses it. */
const unusedParser: Plugin = {
  name: 'unused-parser',
  setup(bundler) {
    bundler.onResolve({ filter: /^jsonc-parser$/ }, async ({ path, ...asker }) => {
      if (asker.pluginData === asked) return undefined;
      const { importer, kind, resolveDir } = asker;
      const found = await bundler.resolve(path, { importer, kind, resolveDir, pluginData: asked });
      return { ...found, sideEffects: false };
    });
  },
};

/** How esbuild makes each bundle. */
export function bundleOptions(production: boolean): BuildOptions[] {
  return bundles.map((bundle) => Object.assign(shared(production), world(bundle)));
}

function shared(production: boolean): BuildOptions {
  return {
    bundle: true,
    metafile: true,
    minify: production,
    sourcemap: production ? false : 'linked',
    legalComments: 'none',
    plugins: [lazyBundles, unusedParser],
    logLevel: 'warning',
  };
}

function world({ entry, outfile, world: name }: Bundle): BuildOptions {
  const base: BuildOptions = { entryPoints: [entry], outfile };
  if (name === 'browser') {
    return {
      ...base,
      platform: 'browser',
      format: 'esm',
      target: 'chrome138',
      loader: { '.ttf': 'file' },
      assetNames: '[name]',
    };
  }
  return {
    ...base,
    platform: 'node',
    format: 'cjs',
    target: 'node22.19',
    // `require`, which finds `vscode` for the lazy bundles too.
    supported: { 'dynamic-import': false },
    // CommonJS has no `import.meta`, and bundles find each other by their place.
    define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
    // jsonc-parser's `main` is UMD, whose inner `require`s a bundler cannot see.
    mainFields: ['module', 'main'],
    // ws's optional native helpers: not installed, and not wanted in a portable package.
    external: ['vscode', 'bufferutil', 'utf-8-validate'],
    ...(outfile.endsWith('cli.js') ? { banner: { js: '#!/usr/bin/env node' } } : {}),
  };
}
