import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { matchPath } from '../../../src/demo/pathPattern.ts';

describe('path pattern', () => {
  test('matches a path without placeholders as it is', () => {
    assert.deepEqual(matchPath('/json', '/json'), {});
    assert.equal(matchPath('/json', '/json/'), null);
    assert.equal(matchPath('/json', '/JSON'), null);
  });

  test('decodes what stands at a placeholder', () => {
    assert.deepEqual(matchPath('/basic-auth/:user/:password', '/basic-auth/%E7%8E%8B/a%2Fb'), {
      user: '王',
      password: 'a/b',
    });
  });

  test('wants something at a placeholder', () => {
    assert.equal(matchPath('/status/:code', '/status/'), null);
    assert.equal(matchPath('/status/:code', '/status'), null);
  });

  test('does not match a stray percent sign', () => {
    assert.equal(matchPath('/status/:code', '/status/%zz'), null);
  });
});
