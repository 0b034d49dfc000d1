import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  importedModules,
  isModule,
  moduleFolder,
} from '../../../src/core/scripts/scriptModules.ts';

test('modules are named by their path from the request file', () => {
  const code = `import { a } from './a.js';
import b, {
  c,
} from "../lib/b";
import '/shared/d.mjs'
export { e } from './sub/e.js';
import fs from 'node:fs';
client.log("import './no.js'");`;
  const names = ['a.js', '../lib/b.js', '/shared/d.mjs', 'sub/e.js', 'node:fs'];
  assert.deepEqual(importedModules(code, '.'), names);
  assert.deepEqual(importedModules(`import './x.js'`, moduleFolder('../lib/b.js')), [
    '../lib/x.js',
  ]);
});

test('a script is a module where a line of it begins with import or export', () => {
  assert.ok(isModule(`client.log(1);\n  import './a.js';`));
  assert.ok(isModule('export function a() {}'));
  for (const code of [`import('a')`, `client.log('import a')`, 'exports.a = 1', 'important()']) {
    assert.ok(!isModule(code), code);
  }
});
