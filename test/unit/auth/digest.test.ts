import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readChallenges } from '../../../src/core/auth/challenge.ts';
import { digestAuthorization, digestChallengeOf } from '../../../src/core/auth/digest.ts';
import type { DigestChallenge } from '../../../src/core/auth/digest.ts';

const challengeOf = (...values: string[]): DigestChallenge | null =>
  digestChallengeOf(
    readChallenges(
      values.map((value) => ['WWW-Authenticate', value] as const),
      'www-authenticate',
    ),
  );

const paramOf = (authorization: string, name: string): string | undefined =>
  new RegExp(`(?:^|[ ,])${name}="?([^",]*)`).exec(authorization)?.[1];

/** RFC 7616 §3.9.1. */
const dirIndex = {
  method: 'GET',
  target: '/dir/index.html',
  bodyHash: null,
  count: 1,
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
};
const realm = 'realm="http-auth@example.org", qop="auth, auth-int"';
const nonce =
  'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
const mufasa = { user: 'Mufasa', password: 'Circle of Life' };

describe('Digest', () => {
  const vectors: [algorithm: string, response: string][] = [
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ];
  for (const [algorithm, response] of vectors) {
    test(`answers the ${algorithm} challenge of RFC 7616 §3.9.1 as it says`, () => {
      const challenge = challengeOf(`Digest ${realm}, algorithm=${algorithm}, ${nonce}`);
      const value = digestAuthorization(challenge!, mufasa, dirIndex);
      assert.equal(paramOf(value, 'response'), response);
      assert.equal(paramOf(value, 'nc'), '00000001');
      assert.equal(paramOf(value, 'qop'), 'auth');
      assert.equal(paramOf(value, 'uri'), '/dir/index.html');
      assert.equal(paramOf(value, 'opaque'), 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS');
    });
  }

  test('hashes the name where the server asks for it, with SHA-512-256 (RFC 7616 §3.9.2)', () => {
    const challenge = challengeOf(
      'Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256, ' +
        'nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", ' +
        'opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", charset=UTF-8, userhash=true',
    );
    const value = digestAuthorization(
      challenge!,
      { user: 'Jäsøn Doe', password: 'Secret, or not?' },
      {
        method: 'GET',
        target: '/doe.json',
        bodyHash: null,
        count: 1,
        cnonce: 'NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm',
      },
    );
    assert.equal(
      paramOf(value, 'username'),
      '793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b',
    );
    assert.equal(paramOf(value, 'userhash'), 'true');
  });

  test('without qop answers as RFC 2069 had it (RFC 2617 §3.5 with its data)', () => {
    const challenge = challengeOf(
      'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"',
    );
    const credentials = { user: 'Mufasa', password: 'Circle Of Life' };
    const value = digestAuthorization(challenge!, credentials, dirIndex);
    assert.equal(paramOf(value, 'response'), '670fd8c2df070c60b045671b8b24ff02');
    assert.equal(paramOf(value, 'nc'), undefined);
    assert.equal(paramOf(value, 'algorithm'), undefined);
  });

  test('takes the first challenge that it can answer', () => {
    const challenge = challengeOf(
      'Negotiate, Digest realm="a", nonce="1", algorithm=WHIRLPOOL, Basic realm="b"',
      'Digest realm="c", nonce="2", algorithm=SHA-256, qop="auth-int", Digest realm="d", nonce="3"',
    );
    assert.deepEqual(
      [challenge?.realm, challenge?.algorithm, challenge?.qop],
      ['c', 'SHA-256', 'auth-int'],
    );
    assert.equal(challengeOf('Basic realm="b"'), null);
    assert.equal(challengeOf('Digest realm="a", nonce="1", qop="token"'), null);
  });

  test('says a name beyond ASCII in the form for it, and quotes what is quoted', () => {
    const challenge = challengeOf(String.raw`Digest realm="a \"b\"", nonce="1"`);
    const value = digestAuthorization(challenge!, { user: '用户', password: 'x' }, dirIndex);
    assert.ok(value.includes("username*=UTF-8''%E7%94%A8%E6%88%B7"), value);
    assert.ok(value.includes(String.raw`realm="a \"b\""`), value);
  });
});

const read = (value: string) =>
  readChallenges([['WWW-Authenticate', value]], 'www-authenticate').map(({ scheme, params }) => [
    scheme,
    ...[...params].map(([name, text]) => `${name}=${text}`),
  ]);

describe('challenges', () => {
  test('are read whatever stands between them', () => {
    assert.deepEqual(
      read('Basic realm="a, b=\\"c\\"" , charset = UTF-8,, Negotiate abc==, Bearer'),
      [['basic', 'realm=a, b="c"', 'charset=UTF-8'], ['negotiate'], ['bearer']],
    );
    assert.deepEqual(read('Newauth realm="apps", type=1, title="Login", Basic realm="simple"'), [
      ['newauth', 'realm=apps', 'type=1', 'title=Login'],
      ['basic', 'realm=simple'],
    ]);
  });

  test('that are malformed end the reading, in time that grows with their length', () => {
    assert.deepEqual(read('Digest nonce="never closed'), [['digest']]);
    for (const piece of ['a="', 'a=,', 'a ', '"\\', ',', 'a="b" ']) {
      assert.ok(read(`Digest ${piece.repeat(200_000)}`).length > 0);
    }
  });
});
