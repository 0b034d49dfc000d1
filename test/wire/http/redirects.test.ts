import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { serveHttp } from '../../support/httpServers.ts';
import { HttpRunner } from '../../support/httpRun.ts';

describe('redirects', () => {
  test('are followed, each hop in the open', async (t) => {
    const server = await serveHttp(t, async (request, response) => {
      const chunks: Buffer[] = await request.toArray();
      if (request.url === '/end') {
        response.end(`${request.method} ${Buffer.concat(chunks).toString()}`);
        return;
      }
      response.writeHead(request.url === '/start' ? 307 : 302, {
        Location: request.url === '/start' ? '/middle' : 'end',
      });
      response.end('moved');
    });
    const origin = `http://127.0.0.1:${server.port}`;
    const sink = await new HttpRunner(t).run(`${origin}/start`, { method: 'POST', body: 'x' });
    assert.equal(sink.outcome, 'ok');
    assert.deepEqual(sink.names, [
      'tcp.attempt',
      'tcp.connected',
      'http.request',
      'http.response',
      'http.redirect',
      'connection.reused',
      'http.request',
      'http.response',
      'http.redirect',
      'connection.reused',
      'http.request',
      'http.response',
    ]);
    assert.deepEqual(
      sink.all('http.redirect').map(({ from, to, status }) => [from, to, status]),
      [
        [`${origin}/start`, `${origin}/middle`, 307],
        [`${origin}/middle`, `${origin}/end`, 302],
      ],
    );
    assert.deepEqual(
      sink.all('http.request').map(({ method, bodyLength }) => [method, bodyLength]),
      [
        ['POST', 1],
        ['POST', 1],
        ['GET', 0],
      ],
    );
    assert.ok(sink.bodyText.endsWith('GET '));
  });

  test('to another origin carry no credentials', async (t) => {
    const other = await serveHttp(t, (request, response) =>
      response.end(JSON.stringify(request.headers)),
    );
    const server = await serveHttp(t, (_request, response) => {
      response.writeHead(302, { Location: `http://127.0.0.1:${other.port}/` });
      response.end();
    });
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`, {
      headers: [
        ['Authorization', 'Bearer secret'],
        ['Cookie', 'a=b'],
        ['X-Kept', 'yes'],
      ],
    });
    const headers = JSON.parse(sink.bodyText) as Record<string, string>;
    assert.equal(headers['authorization'], undefined);
    assert.equal(headers['cookie'], undefined);
    assert.equal(headers['x-kept'], 'yes');
    assert.equal(headers['host'], `127.0.0.1:${other.port}`);
  });

  test('without end are stopped after ten', async (t) => {
    const server = await serveHttp(t, (_request, response) => {
      response.writeHead(302, { Location: '/' });
      response.end();
    });
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`);
    assert.equal(sink.error?.code, 'WB_HTTP_TOO_MANY_REDIRECTS');
    assert.equal(sink.error?.params['limit'], '10');
    assert.equal(sink.all('http.request').length, 11);
  });

  test('are shown, not followed, where the request says so', async (t) => {
    const server = await serveHttp(t, (_request, response) => {
      response.writeHead(302, { Location: '/' });
      response.end();
    });
    const options = { followRedirects: false };
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`, { options });
    assert.equal(sink.outcome, 'ok');
    assert.equal(sink.one('http.response').status, 302);
  });

  test('to no URL are WB_HTTP_BAD_REDIRECT', async (t) => {
    const server = await serveHttp(t, (_request, response) => {
      response.writeHead(302, { Location: 'gopher://x/' });
      response.end();
    });
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`);
    assert.equal(sink.error?.code, 'WB_HTTP_BAD_REDIRECT');
    assert.equal(sink.error?.params['location'], 'gopher://x/');
  });
});

describe('the cookie jar', () => {
  test('keeps what any hop sets, and sends it', async (t) => {
    const server = await serveHttp(t, (request, response) => {
      if (request.url === '/set') {
        response.writeHead(302, {
          Location: '/show',
          'Set-Cookie': ['a=1; Path=/', 'b=2; Path=/x'],
        });
      }
      response.end(request.headers.cookie ?? 'none');
    });
    const runner = new HttpRunner(t);
    const origin = `http://127.0.0.1:${server.port}`;
    assert.equal((await runner.run(`${origin}/set`)).bodyText, 'nonea=1');
    assert.equal((await runner.run(`${origin}/x/y`)).bodyText, 'b=2; a=1');
    const headers: [string, string][] = [['Cookie', 'z=9']];
    assert.equal((await runner.run(`${origin}/`, { headers })).bodyText, 'z=9; a=1');
    const options = { cookieJar: false };
    assert.equal((await runner.run(`${origin}/`, { options })).bodyText, 'none');
  });
});
