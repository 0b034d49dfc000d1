import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, test } from 'node:test';

/** Lints a lone file as if it stood at this path of the project; gives the imports that are refused. */
function refusedImports(path: string, source: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'wirebook-lint-'));
  try {
    cpSync('.oxlintrc.json', join(folder, '.oxlintrc.json'));
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), source);
    const { stdout } = spawnSync(resolve('node_modules/.bin/oxlint'), ['-f', 'unix', path], {
      cwd: folder,
      encoding: 'utf8',
    });
    return [...stdout.matchAll(/'([^']+)' import is restricted/g)].map(([, name]) => name ?? '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function importing(...modules: string[]): string {
  return `${modules.map((name, n) => `import { a as a${n} } from '${name}';`).join('\n')}
export const all = [${modules.map((_, n) => `a${n}`).join(', ')}];\n`;
}

describe('the import direction', () => {
  test('keeps core below engine, host, console, demo and VS Code', () => {
    const upwards = ['../../engine/engine.ts', '../../host/x.ts', '../../console/x.ts', 'vscode'];
    const source = importing(...upwards, '../../protocol/rows.ts', './events.ts');
    assert.deepEqual(refusedImports('src/core/wire/bad.ts', source).toSorted(), upwards.toSorted());
  });

  test('counts types as imports', () => {
    const source = "import type { A } from '../host/a.ts';\nexport type B = A;\n";
    assert.deepEqual(refusedImports('src/engine/bad.ts', source), ['../host/a.ts']);
  });

  test('lets the console see the protocol only', () => {
    const source = importing(
      '../core/wire/events.ts',
      '../engine/engine.ts',
      '../protocol/rows.ts',
    );
    assert.deepEqual(refusedImports('src/console/bad.ts', source), [
      '../core/wire/events.ts',
      '../engine/engine.ts',
    ]);
  });

  test('lets the protocol see nothing', () => {
    const source = importing('../core/wire/events.ts', '../host/x.ts');
    assert.equal(refusedImports('src/protocol/bad.ts', source).length, 2);
  });

  test('lets the host see engine, core, protocol and VS Code', () => {
    const source = importing(
      'vscode',
      '../engine/engine.ts',
      '../core/a.ts',
      '../protocol/rows.ts',
    );
    assert.deepEqual(refusedImports('src/host/good.ts', source), []);
  });
});
