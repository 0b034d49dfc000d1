import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Authentication } from '../../../src/core/auth/authenticator.ts';
import { apacheIsMissing, startApache } from '../../support/apacheDigest.ts';
import { startDigestServer } from '../../support/digestServer.ts';
import { serveHttp } from '../../support/httpServers.ts';
import { HttpRunner } from '../../support/httpRun.ts';

const credentials = { user: 'Jäsøn 用户', password: 'pa:ss 密码' };
const authentication: Authentication = { scheme: 'digest', ...credentials };

describe('Digest against Apache httpd', { skip: apacheIsMissing }, () => {
  const mufasa = { user: 'Mufasa', password: 'Circle of Life' };

  test('a challenge and its answer are two hops on one connection', async (t) => {
    const port = await startApache(t, mufasa);
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${port}/private/page.txt`, {
      authentication: { scheme: 'digest', ...mufasa },
    });
    assert.equal(sink.outcome, 'ok');
    assert.deepEqual(
      sink.all('http.response').map(({ status }) => status),
      [401, 200],
    );
    const {
      event: _event,
      connection: _connection,
      ...challenge
    } = {
      connection: 0,
      ...sink.one('http.challenge'),
    };
    assert.deepEqual(challenge, {
      url: `http://127.0.0.1:${port}/private/page.txt`,
      status: 401,
      scheme: 'Digest',
      realm: 'wirebook tests',
    });
    const [first, second] = sink.all('http.request');
    assert.ok(!first?.headers.some(([name]) => name === 'Authorization'));
    assert.match(
      second?.headers.find(([name]) => name === 'Authorization')?.[1] ?? '',
      /^Digest username="Mufasa"/,
    );
    assert.equal(sink.one('connection.reused').requestsBefore, 1);
    assert.ok(sink.bodyText.endsWith('from apache'));
  });

  test('a wrong password is refused once, and not tried again', async (t) => {
    const port = await startApache(t, mufasa);
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${port}/private/page.txt`, {
      authentication: { scheme: 'digest', user: 'Mufasa', password: 'wrong' },
    });
    assert.deepEqual(
      sink.all('http.response').map(({ status }) => status),
      [401, 401],
    );
  });

  test('a redirect into the protected folder is answered there', async (t) => {
    const port = await startApache(t, mufasa);
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${port}/moved`, {
      authentication: { scheme: 'digest', ...mufasa },
    });
    assert.deepEqual(
      sink.all('http.response').map(({ status }) => status),
      [302, 401, 200],
    );
  });
});

describe('Digest against an implementation of its own', () => {
  for (const algorithm of [
    'MD5',
    'MD5-sess',
    'SHA-256',
    'SHA-256-sess',
    'SHA-512-256',
    'SHA-512-256-sess',
  ]) {
    for (const qop of ['auth', 'auth-int']) {
      test(`${algorithm} with ${qop}, a body and a name beyond ASCII`, async (t) => {
        const port = await startDigestServer(t, credentials);
        const folder = mkdtempSync(join(tmpdir(), 'wirebook-digest-'));
        t.after(() => rmSync(folder, { recursive: true }));
        const path = join(folder, 'body');
        await writeFile(path, 'from a file, '.repeat(10_000));
        const url = `http://127.0.0.1:${port}/a?algorithm=${algorithm}&qop=${qop}&userhash=${qop === 'auth' ? '1' : ''}`;
        const sink = await new HttpRunner(t).run(url, {
          method: 'POST',
          body: [{ bytes: Buffer.from('ä') }, { path }],
          authentication,
        });
        assert.match(sink.bodyText, /welcome nc=00000001/);
      });
    }
  }

  test('no qop at all', async (t) => {
    const port = await startDigestServer(t, credentials);
    const url = `http://127.0.0.1:${port}/?qop=`;
    const sink = await new HttpRunner(t).run(url, { authentication });
    assert.match(sink.bodyText, /welcome nc=None/);
  });

  test('a stale nonce is answered anew, but not for ever', async (t) => {
    const port = await startDigestServer(t, credentials);
    const runner = new HttpRunner(t);
    const twice = await runner.run(`http://127.0.0.1:${port}/?stale=2`, { authentication });
    assert.equal(twice.all('http.challenge').length, 3);
    assert.match(twice.bodyText, /welcome nc=00000001/);
    const endless = await runner.run(`http://127.0.0.1:${port}/?stale=99`, { authentication });
    assert.equal(endless.all('http.challenge').length, 4);
    assert.equal(endless.all('http.response').at(-1)?.status, 401);
  });

  test('the next nonce is used from then on', async (t) => {
    const port = await startDigestServer(t, credentials);
    const url = `http://127.0.0.1:${port}/?next=fresh`;
    const sink = await new HttpRunner(t).run(url, { authentication });
    assert.match(sink.bodyText, /welcome nc=00000001 nonce=fresh/);
    assert.equal(sink.all('http.challenge').length, 1);
  });
});

describe('Digest and other origins', () => {
  test('a challenge of another origin is not answered', async (t) => {
    const other = await serveHttp(t, (_request, response) => {
      response.writeHead(401, { 'WWW-Authenticate': 'Digest realm="trap", nonce="1"' });
      response.end();
    });
    const server = await serveHttp(t, (_request, response) => {
      response.writeHead(302, { Location: `http://127.0.0.1:${other.port}/` });
      response.end();
    });
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`, {
      authentication,
    });
    assert.deepEqual(
      sink.all('http.response').map(({ status }) => status),
      [302, 401],
    );
    assert.equal(sink.all('http.challenge').length, 0);
  });
});
