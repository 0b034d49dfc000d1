import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Plain JavaScript on purpose: this runs before the install, on whatever Node (≥ 20) the machine has.

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';

/** The Node that package.json pins, once it is installed. */
const pinnedNode = join(root, 'node_modules/node/bin', windows ? 'node.exe' : 'node');

/** Installs the dependencies when they are missing or not those of the lock file. */
export function ensureInstalled() {
  if (isInstalled()) return;
  console.log('Installing dependencies (npm ci), about 200 MB the first time …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: windows,
  });
  if (status !== 0) fail('npm ci failed: see its message above.');
  if (!existsSync(pinnedNode)) {
    fail('The install scripts did not run, so Node 24 is missing. Try: npm rebuild node esbuild');
  }
}

/** Runs a TypeScript program of this folder with the pinned Node, passes signals on and ends with its exit code. */
export function runPinned(script, args) {
  const child = spawn(pinnedNode, [join(root, 'scripts', script), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: pathWithTools() },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  child.once('exit', (code) => process.exit(code ?? 1));
}

function isInstalled() {
  const wanted = readPackages('package-lock.json');
  const installed = readPackages('node_modules/.package-lock.json');
  if (!installed || !existsSync(pinnedNode)) return false;
  return Object.entries(wanted ?? {}).every(
    ([path, entry]) => path === '' || entry.optional || installed[path]?.version === entry.version,
  );
}

function readPackages(path) {
  const file = join(root, path);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined;
}

function pathWithTools() {
  return join(root, 'node_modules/.bin') + (windows ? ';' : ':') + (process.env.PATH ?? '');
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
