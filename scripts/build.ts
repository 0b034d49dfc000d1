import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { build, context } from 'esbuild';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';
import { bundleOptions } from './bundles.ts';
import { thirdPartyNotices } from './notices.ts';

/** `node scripts/build.ts [--production] [--watch]`: makes dist/. */
const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

let building = 0;

/** Says when the first bundle begins and the last one ends, in the words that .vscode/tasks.json waits for. */
const announce: Plugin = {
  name: 'announce',
  setup(bundler) {
    bundler.onStart(() => {
      if (building++ === 0) console.log('[watch] build started');
    });
    bundler.onEnd(() => {
      if (--building === 0) console.log('[watch] build finished');
    });
  },
};

async function buildOnce(bundles: BuildOptions[]): Promise<void> {
  const results = await Promise.all(bundles.map((options) => build(options)));
  const metafiles = results.flatMap(({ metafile }) => (metafile ? [metafile] : []));
  writeMetafile(metafiles);
  writeFileSync('dist/THIRD_PARTY_NOTICES.txt', thirdPartyNotices(metafiles));
  if (existsSync('dist/cli.js')) chmodSync('dist/cli.js', 0o755);
}

function writeMetafile(metafiles: Metafile[]): void {
  const outputs: unknown = Object.assign({}, ...metafiles.map((metafile) => metafile.outputs));
  mkdirSync('.vscode-test', { recursive: true });
  writeFileSync('.vscode-test/metafile.json', JSON.stringify(outputs));
}

async function buildAndWatch(bundles: BuildOptions[]): Promise<void> {
  const contexts = bundles.map((options) =>
    context({ ...options, plugins: [...(options.plugins ?? []), announce] }),
  );
  for (const watched of await Promise.all(contexts)) await watched.watch();
}

// A bundle that is made no more must not be packed.
if (!watch) rmSync('dist', { recursive: true, force: true });
mkdirSync('dist', { recursive: true });
// The project is ESM, its bundles are not: `ws` fails at run time in an ESM bundle.
writeFileSync('dist/package.json', '{ "type": "commonjs" }\n');
const bundles = bundleOptions(production);
await (watch ? buildAndWatch(bundles) : buildOnce(bundles));
