import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extensionOf } from '../../../src/host/bodies/mediaTypes.ts';

test('A body gets the file extension of its media type', () => {
  assert.equal(extensionOf('application/json; charset=utf-8'), 'json');
  assert.equal(extensionOf('application/problem+json'), 'json');
  assert.equal(extensionOf('IMAGE/PNG'), 'png');
  assert.equal(extensionOf('text/x-unknown'), 'txt');
  assert.equal(extensionOf('application/x-unknown'), 'bin');
  assert.equal(extensionOf(null), 'bin');
});
