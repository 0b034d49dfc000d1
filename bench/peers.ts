import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.peers', import.meta.url));

/** The program `file` of the package `name`, installed beside the benches the first time it is asked for. */
export function providePeer(name: string, version: string, file: string): string {
  const program = join(folder, 'node_modules', name, file);
  if (existsSync(program)) return program;
  console.log(`Installing ${name} ${version} to compare with …`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder];
  const { status, stderr } = spawnSync('npm', [...args, `${name}@${version}`], {
    encoding: 'utf8',
  });
  if (status !== 0 || !existsSync(program)) throw new Error(`npm install failed:\n${stderr}`);
  return program;
}
