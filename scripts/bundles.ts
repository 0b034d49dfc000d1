import type { BuildOptions } from 'esbuild';

/** A bundle: what it is made from and for which world. */
interface Bundle {
  entry: string;
  outfile: string;
  world: 'node' | 'browser';
}

const bundles: Bundle[] = [
  { entry: 'src/extension.ts', outfile: 'dist/extension.cjs', world: 'node' },
  { entry: 'src/engine/worker.ts', outfile: 'dist/worker.cjs', world: 'node' },
  { entry: 'src/demo/worker.ts', outfile: 'dist/demo.cjs', world: 'node' },
  { entry: 'src/cli.ts', outfile: 'dist/cli.js', world: 'node' },
  { entry: 'src/console/main.ts', outfile: 'dist/console/console.js', world: 'browser' },
];

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
    // jsonc-parser's `main` is UMD, whose inner `require`s a bundler cannot see.
    mainFields: ['module', 'main'],
    // ws's optional native helpers: not installed, and not wanted in a portable package.
    external: ['vscode', 'bufferutil', 'utf-8-validate'],
    ...(outfile.endsWith('cli.js') ? { banner: { js: '#!/usr/bin/env node' } } : {}),
  };
}
