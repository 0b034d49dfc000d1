import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'node:test';
import { parseRequestFile } from '../../../src/core/request-file/parseRequestFile.ts';

const folder = fileURLToPath(new URL('../../../examples/', import.meta.url));
const files = readdirSync(folder).filter((file) => /\.(?:http|ws)$/.test(file));
const readme = readFileSync(`${folder}README.md`, 'utf8');

describe('examples', () => {
  for (const file of files) {
    test(`${file} has no diagnostic, a name for each request, and is in the README`, () => {
      const { blocks, diagnostics } = parseRequestFile(readFileSync(folder + file, 'utf8'));
      assert.deepEqual(diagnostics, []);
      const requests = blocks.filter(({ request }) => request !== null);
      assert.ok(requests.length > 0);
      for (const { request, directives } of requests) {
        assert.ok(
          directives.some(({ name }) => name === 'name'),
          request?.url.text,
        );
      }
      assert.ok(readme.includes(`](${file})`));
    });
  }
});
