import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { environmentValues } from '../../../src/core/runner/environmentValues.ts';
import type { VariableOrder } from '../../../src/core/variables/scope.ts';
import { prepareContext } from '../../support/requestFiles.ts';
import { prepared } from './preparing.ts';

const files = {
  'sub/http-client.private.env.json': '{ "dev": { "near": "private" } }',
  'sub/http-client.env.json': '{ "dev": { "near": "public", "far": "public", "s": "own" } }',
  'http-client.private.env.json': '{ "dev": { "far": "private" } }',
  'http-client.env.json': '{ "$shared": { "s": "shared" } }',
};

describe('request.environment of a script', () => {
  for (const [order, who] of [
    ['wirebook', 'private'],
    ['jetbrains', 'public'],
  ] satisfies [VariableOrder, string][]) {
    test(`has the values that are sent: in the order ${order} ${who} ones win`, async () => {
      const context = { environment: 'dev', order };
      const values = environmentValues(await prepareContext(files, context));
      assert.deepEqual(values, { near: who, far: who, s: 'own' });
      const { url } = await prepared('GET http://a/{{near}}/{{far}}/{{s}}', { files, context });
      assert.equal(url, `http://a/${who}/${who}/own`);
    });
  }
});
