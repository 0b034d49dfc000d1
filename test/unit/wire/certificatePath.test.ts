import assert from 'node:assert/strict';
import { test } from 'node:test';
import { certificatePath } from '../../../src/core/wire/certificatePath.ts';

test('the path of a certificate leads from issuer to issuer, past what was sent beside', () => {
  const leaf = { subject: 'leaf', issuer: 'intermediate' };
  const beside = { subject: 'stranger', issuer: 'stranger' };
  const root = { subject: 'root', issuer: 'root' };
  const intermediate = { subject: 'intermediate', issuer: 'root' };
  assert.deepEqual(certificatePath([leaf, beside, root, intermediate]), [leaf, intermediate, root]);
  assert.deepEqual(certificatePath([leaf, beside]), [leaf]);
  assert.deepEqual(certificatePath([]), []);
});
