import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { Agent, request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { zstdDecompressSync } from 'node:zlib';
import type { IncomingMessage } from 'node:http';
import { readChallenges } from '../../../src/core/auth/challenge.ts';
import { digestAuthorization, digestChallengeOf } from '../../../src/core/auth/digest.ts';
import { startTestDemoServer, type TestDemoServer } from '../../support/demoServer.ts';
import { isMissing } from '../../support/programs.ts';

const curl = '/usr/bin/curl';
const skip = isMissing(curl);

interface Echo {
  method: string;
  headers: [string, string][];
  body: { bytes: number; json?: unknown; text?: string; base64?: string };
}

describe('demo server over HTTP', () => {
  let server: TestDemoServer;
  before(async () => {
    server = await startTestDemoServer();
  });
  after(() => server.close());

  const get = (path: string, init?: RequestInit): Promise<Response> =>
    fetch(`${server.urls.http}${path}`, init);
  const getJson = async (path: string): Promise<unknown> => (await get(path)).json();

  const echo = async (method: string, body: BodyInit): Promise<Echo> =>
    (await (await get('/echo', { method, body })).json()) as Echo;

  test('serves a page that runs only its own script and style', async () => {
    const response = await get('/');
    const html = await response.text();
    assert.match(html, /你好，服务器！/);
    const policy = response.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'.*style-src 'sha256-.*script-src 'sha256-/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.doesNotMatch(html, /innerHTML/);
  });

  test('/json is a JSON document with Chinese', async () => {
    const document = (await getJson('/json')) as { greeting: string; customer: { name: string } };
    assert.equal(document.greeting, '你好，世界！');
    assert.equal(document.customer.name, '王小明');
  });

  test('/orders/42 is compressed where gzip is accepted, and plain elsewhere', async () => {
    const compressed = await get('/orders/42', { headers: { 'accept-encoding': 'gzip' } });
    assert.equal(compressed.headers.get('content-encoding'), 'gzip');
    const plain = await get('/orders/42', { headers: { 'accept-encoding': 'identity' } });
    assert.equal(plain.headers.get('content-encoding'), null);
    assert.deepEqual(await compressed.json(), await plain.json());
  });

  test('/orders/none is not found', async () => {
    assert.equal((await get('/orders/none')).status, 404);
  });

  test('/slow/3 answers after a while, and no later than asked', async () => {
    assert.deepEqual(await getJson('/slow/3?ms=20'), { n: 3, delayMs: 20 });
    assert.equal((await get('/slow/3?ms=70000')).status, 400);
    assert.equal((await get('/slow/x')).status, 400);
  });

  test(
    '/wrong-length announces less than it sends, and curl drops the rest',
    { skip },
    async () => {
      const args = ['-s', `${server.urls.http}/wrong-length`];
      assert.equal((await promisify(execFile)(curl, args)).stdout, 'hello');
    },
  );

  test('/close-idle keeps the connection and hangs up on the next request', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const send = async (path: string): Promise<string> => {
      const outgoing = request(`${server.urls.http}${path}`, { agent }).end();
      const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
      response.resume();
      await once(response, 'end');
      return response.headers.connection ?? '';
    };
    assert.equal(await send('/close-idle'), 'keep-alive');
    await assert.rejects(send('/A'), { code: 'ECONNRESET' });
    agent.destroy();
  });

  test('/headers keeps order, case and repetition', async () => {
    const sent = ['X-One', '1', 'x-TWO', '2', 'X-One', '3'];
    const outgoing = request(`${server.urls.http}/headers`, {
      headers: ['Host', 'localhost', ...sent],
    }).end();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    const { headers } = JSON.parse(await textOf(response)) as Echo;
    assert.deepEqual(headers.slice(1, 4).flat(), sent);
  });

  test('/echo tells method and body, as JSON, text or base64', async () => {
    const json = await echo('PUT', '{"问":"你好吗？"}');
    assert.equal(json.method, 'PUT');
    assert.deepEqual(json.body, { bytes: 22, json: { 问: '你好吗？' } });
    assert.deepEqual((await echo('POST', '早')).body, { bytes: 3, text: '早' });
    const binary = await echo('PATCH', new Uint8Array([0xff, 0xfe]));
    assert.deepEqual(binary.body, { bytes: 2, base64: '//4=' });
  });

  test('/echo refuses a body above 10 MB', async () => {
    const outgoing = request(`${server.urls.http}/echo`, { method: 'POST' });
    outgoing.on('error', () => {});
    outgoing.end(Buffer.alloc(10_000_001));
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    assert.equal(response.statusCode, 413);
    response.destroy();
  });

  test('/status answers with the status asked for, without a body where none is allowed', async () => {
    for (const status of [200, 204, 304, 404, 418, 503, 599]) {
      const response = await get(`/status/${status}`);
      assert.equal(response.status, status);
      assert.equal((await response.text()) === '', status === 204 || status === 304);
    }
  });

  test('/status refuses what is no final status', async () => {
    for (const status of ['100', '600', 'x']) {
      assert.equal((await get(`/status/${status}`)).status, 400);
    }
  });

  test('/delay answers, and stops waiting when the client goes', async () => {
    assert.deepEqual(await getJson('/delay/0.05'), { delayedSeconds: 0.05 });
    await assert.rejects(get('/delay/60', { signal: AbortSignal.timeout(50) }));
    assert.equal((await get('/delay/61')).status, 400);
  });

  test('/redirect counts down to /json', async () => {
    const first = await get('/redirect/2', { redirect: 'manual' });
    assert.equal(first.status, 302);
    assert.equal(first.headers.get('location'), '/redirect/1');
    const last = await get('/redirect/2');
    assert.equal(new URL(last.url).pathname, '/json');
  });

  for (const encoding of ['gzip', 'deflate', 'br']) {
    test(`/${encoding} is encoded so`, async () => {
      const response = await get(`/${encoding}`);
      assert.equal(response.headers.get('content-encoding'), encoding);
      assert.equal(((await response.json()) as { encoding: string }).encoding, encoding);
    });
  }

  test('/zstd is encoded so', async () => {
    const outgoing = request(`${server.urls.http}/zstd`).end();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    assert.equal(response.headers['content-encoding'], 'zstd');
    const body = zstdDecompressSync(await bytesOf(response)).toString();
    assert.equal((JSON.parse(body) as { encoding: string }).encoding, 'zstd');
  });

  test('/bytes sends as many as asked, counting', async () => {
    const response = await get('/bytes/70000');
    assert.equal(response.headers.get('content-length'), '70000');
    const bytes = new Uint8Array(await response.arrayBuffer());
    assert.equal(bytes.length, 70_000);
    assert.ok(bytes.every((byte, index) => byte === index % 256));
  });

  test('/stream sends lines without a length', async () => {
    const response = await get('/stream/3');
    assert.equal(response.headers.get('content-length'), null);
    assert.equal(response.headers.get('transfer-encoding'), 'chunked');
    const lines = (await response.text()).trimEnd().split('\n');
    assert.deepEqual(
      lines,
      [1, 2, 3].map((line) => `line ${line} of 3 · 第 ${line} 行`),
    );
  });

  test('/sse sends events with ids and goes on after the last one seen', async () => {
    const response = await get('/sse?count=2', { headers: { 'last-event-id': '6' } });
    assert.equal(response.headers.get('content-type'), 'text/event-stream');
    const events = (await response.text()).trimEnd().split('\n\n');
    assert.match(events[0] ?? '', /^retry: 2000\nevent: hello\ndata: 你好/);
    assert.match(events[1] ?? '', /^id: 7\nevent: quote\ndata: \{"type":"tick"/);
    assert.match(events[2] ?? '', /^id: 8\n/);
    assert.equal(events.length, 3);
  });

  test('/cookies/set sets cookies that /cookies tells', async () => {
    const response = await get(`/cookies/set?who=${encodeURIComponent('王; x')}&n=1`, {
      redirect: 'manual',
    });
    assert.equal(response.headers.get('location'), '/cookies');
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    assert.deepEqual(cookies, ['who=%E7%8E%8B%3B%20x', 'n=1']);
    const told = await get('/cookies', { headers: { cookie: cookies.join('; ') } });
    assert.deepEqual(await told.json(), { cookies: { who: '王; x', n: '1' } });
  });

  test('/cookies/set refuses a name that is no token', async () => {
    assert.equal((await get('/cookies/set?a%3Bb=1', { redirect: 'manual' })).status, 400);
  });

  test('/basic-auth wants its user and password', async () => {
    const path = `/basic-auth/${encodeURIComponent('王')}/secret`;
    const challenged = await get(path);
    assert.equal(challenged.status, 401);
    assert.match(challenged.headers.get('www-authenticate') ?? '', /^Basic realm=/);
    const authorization = `Basic ${Buffer.from('王:secret').toString('base64')}`;
    const allowed = await get(path, { headers: { authorization } });
    assert.deepEqual(await allowed.json(), { authenticated: true, user: '王' });
  });

  test('/digest-auth challenges, and takes the right answer only', async () => {
    const path = `/digest-auth/${encodeURIComponent('王')}/secret`;
    const challenged = await get(path);
    assert.equal(challenged.status, 401);
    const header = challenged.headers.get('www-authenticate') ?? '';
    const challenges = readChallenges([['WWW-Authenticate', header]], 'www-authenticate');
    const answer = async (password: string) => {
      const authorization = digestAuthorization(
        digestChallengeOf(challenges)!,
        { user: '王', password },
        { method: 'GET', target: path, bodyHash: null, count: 1, cnonce: 'x' },
      );
      return get(path, { headers: { authorization } });
    };
    assert.equal((await answer('wrong')).status, 401);
    assert.deepEqual(await (await answer('secret')).json(), { authenticated: true, user: '王' });
  });

  test('/image.png is a PNG', async () => {
    const response = await get('/image.png');
    assert.equal(response.headers.get('content-type'), 'image/png');
    const bytes = Buffer.from(await response.arrayBuffer());
    assert.equal(bytes.subarray(0, 8).toString('hex'), '89504e470d0a1a0a');
  });

  test('/A and /B say how many requests a kept socket has carried', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const getKept = async (path: string): Promise<string> => {
      const outgoing = request(`${server.urls.http}${path}`, { agent }).end();
      const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
      return textOf(response);
    };
    assert.match(await getKept('/A'), /^A: HTTP\/1\.1 from port \d+, request 1 .* \(new\)/);
    assert.match(await getKept('/B'), /^B: HTTP\/1\.1 from port \d+, request 2 .* \(reused\)/);
    agent.destroy();
  });

  test('an unknown path is not found and names those there are', async () => {
    const response = await get('/nothing');
    assert.equal(response.status, 404);
    assert.match(await response.text(), /\/delay\/:seconds/);
  });

  test('HEAD has no body on a streamed route', async () => {
    const response = await get('/bytes/1000', { method: 'HEAD' });
    assert.equal(response.headers.get('content-length'), '1000');
    assert.equal(await response.text(), '');
  });
});

async function bytesOf(response: IncomingMessage): Promise<Buffer> {
  return Buffer.concat((await response.toArray()) as Buffer[]);
}

async function textOf(response: IncomingMessage): Promise<string> {
  return (await bytesOf(response)).toString();
}
