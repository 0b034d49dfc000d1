import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** `node scripts/package.ts`: builds for production and packs wirebook.vsix. */
const vsix = 'wirebook.vsix';

runOrExit('scripts/build.ts', '--production');
runOrExit(
  'node_modules/@vscode/vsce/vsce',
  'package',
  '--no-dependencies',
  // There is no public repository yet that README's pictures could point to.
  '--allow-missing-repository',
  '--no-rewrite-relative-links',
  `--out=${vsix}`,
);
console.log(`${vsix}: ${(statSync(vsix).size / 1000).toFixed(0)} kB`);

function runOrExit(...args: string[]): void {
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
}
