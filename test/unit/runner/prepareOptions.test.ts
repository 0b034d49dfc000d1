import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultConversation } from '../../../src/core/runner/preparedRequest.ts';
import { defaultRequestOptions } from '../../../src/core/runner/prepareContext.ts';
import { failureOf, prepared, preparedText } from './preparing.ts';

/** What a time for the whole exchange sets. */
const limited = (timeoutMs: number) => ({
  timeoutMs,
  conversation: { ...defaultConversation, limitMs: timeoutMs },
});

describe('directives', () => {
  test('without any, the settings hold', async () => {
    assert.deepEqual((await prepared('GET http://a.example')).options, defaultRequestOptions);
  });

  test('each changes its option', async () => {
    const cases: [directive: string, changes: object][] = [
      ['insecure', { verifyTls: false }],
      ['no-reject-unauthorized', { verifyTls: false }],
      ['noRejectUnauthorized', { verifyTls: false }],
      ['no-redirect', { followRedirects: false }],
      ['no-cookie-jar', { cookieJar: false }],
      ['timeout 5 s', limited(5000)],
      ['timeout 5', limited(5000)],
      ['timeout 1.5 m', limited(90_000)],
      ['connection-timeout 250 ms', { connectionTimeoutMs: 250 }],
      ['linger = 2s', { lingerMs: 2000 }],
      ['profile single', { profile: 'single' }],
      ['profile 12', { profile: 12 }],
      ['deflate off', { deflate: false }],
      ['deflate on', { deflate: true }],
      ['max-payload 1 MiB', { maxPayloadBytes: 1_048_576 }],
      ['http-version 2-prior', { httpVersion: '2-prior' }],
      ['curl-insecure', { verifyTls: false }],
      ['kulala-curl--insecure', { verifyTls: false }],
      ['curl-global-max-time 3', limited(3000)],
      ['curl-connect-timeout 3', { connectionTimeoutMs: 3000 }],
      ['no-redirect false', {}],
      ['no-reject-unauthorized off', {}],
      ['insecure false', {}],
      ['no-cookie-jar no', {}],
    ];
    for (const [directive, changes] of cases) {
      const { options } = await prepared(`# @${directive}\nGET http://a.example`);
      assert.deepEqual(options, { ...defaultRequestOptions, ...changes }, directive);
    }
  });

  test('that another tool has for what settings leave out', async () => {
    const options = { ...defaultRequestOptions, followRedirects: false, closeWhenDone: true };
    const context = { options };
    const of = async (directive: string) =>
      (await prepared(`# @${directive}\nGET http://a.example`, { context })).options;
    assert.equal((await of('curl-location')).followRedirects, true);
    assert.equal((await of('curl-location false')).followRedirects, false);
    assert.equal((await of('keepStreaming')).closeWhenDone, false);
    const compressed = await prepared('# @curl-compressed\nGET http://a.example');
    assert.deepEqual(compressed.headers, [['Accept-Encoding', 'deflate, gzip, br, zstd']]);
    assert.equal((await prepared('# @delay 20\nGET http://a.example')).sleepMs, 20);
    const graphql = await preparedText('# @graphql\nPOST http://a.example\n\n{ a }');
    assert.equal(graphql, '{"query":"{ a }"}');
  });

  test('are told of by variables of httpYac, over which they win', async () => {
    const variables =
      '@request_timeout = 500\n@request_rejectUnauthorized = false\n@request_noRedirect = true\n' +
      '@request_proxy = http://proxy.example:3128\n';
    const { options } = await prepared(`${variables}GET http://a.example`);
    const { timeoutMs, verifyTls, followRedirects, proxy } = options;
    assert.deepEqual([timeoutMs, verifyTls, followRedirects], [500, false, false]);
    assert.equal(options.conversation?.limitMs, null);
    assert.equal(proxy?.http, 'http://proxy.example:3128');
    const directives = '# @timeout 2 s\n# @insecure false\n# @no-redirect false\n# @no-proxy\n';
    const own = (await prepared(`${variables}${directives}GET http://a.example`)).options;
    assert.deepEqual(
      [own.timeoutMs, own.verifyTls, own.followRedirects, own.proxy],
      [2000, true, true, null],
    );
  });

  test('of a block without a request hold for the file, the own ones win', async () => {
    const text =
      '# @timeout 1 s\n# @insecure\n###\n# @timeout 2 s\nGET http://a.example\n###\nGET http://b.example';
    assert.deepEqual(
      [
        (await prepared(text)).options.timeoutMs,
        (await prepared(text, { index: 1 })).options.timeoutMs,
      ],
      [2000, 1000],
    );
    assert.equal((await prepared(text, { index: 1 })).options.verifyTls, false);
  });

  test('take variables, and are checked with them', async () => {
    assert.equal(
      (await prepared('@t = 3\n# @timeout {{t}} s\nGET http://a.example')).options.timeoutMs,
      3000,
    );
    const { code, params } = await failureOf('@t = soon\n# @timeout {{t}}\nGET http://a.example');
    assert.deepEqual([code, params['diagnostic']], ['WB_INVALID_REQUEST', 'WB1011']);
    assert.equal(
      (await failureOf('# @timeout {{t}}\nGET http://a.example')).code,
      'WB_UNRESOLVED_VARIABLE',
    );
  });

  test('the version of the request line wins', async () => {
    const versions: [text: string, version: string | null][] = [
      ['GET http://a.example', null],
      ['GET http://a.example HTTP/1.1', '1.1'],
      ['GET http://a.example HTTP/2', '2'],
      ['GET http://a.example HTTP/2.0', '2'],
      ['GET http://a.example HTTP/2 (Prior Knowledge)', '2-prior'],
      ['# @http-version 2\nGET http://a.example HTTP/1.1', '1.1'],
    ];
    for (const [text, version] of versions) {
      assert.equal((await prepared(text)).options.httpVersion, version, text);
    }
  });
});
