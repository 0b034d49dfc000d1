import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { RequestOptions } from '../../../src/core/runner/preparedRequest.ts';
import type { TestDemoServer } from '../../support/demoServer.ts';
import { startTestDemoServer } from '../../support/demoServer.ts';
import { authorityFile } from '../../../src/demo/certificateFolder.ts';
import { HttpRunner } from '../../support/httpRun.ts';
import {
  proxiesAreMissing,
  startDante,
  startMicrosocks,
  startSquid,
  startSshProxy,
  startStunnel,
  user,
} from '../../support/proxies.ts';
import { makeAuthority, makeSelfSigned } from '../../support/tlsCertificates.ts';
import { openSession, sendText, waitForServer } from '../../support/wsSession.ts';

const authority = await makeAuthority('Proxy CA');
const credentials = `${user.name}:${user.password}@`;

/** Starts a proxy and answers its URL. */
const proxies: Record<string, (t: TestContext) => Promise<string>> = {
  'an HTTP proxy': async (t) => `http://127.0.0.1:${await startSquid(t)}`,
  'an HTTP proxy that wants Basic': async (t) =>
    `http://${credentials}127.0.0.1:${await startSquid(t, 'basic')}`,
  'an HTTPS proxy': async (t) =>
    `https://localhost:${await startStunnel(t, await authority.issue(), await startSquid(t))}`,
  'a SOCKS 4 proxy': async (t) => `socks4://127.0.0.1:${await startDante(t, 1)}`,
  'a SOCKS 4A proxy': async (t) => `socks4a://127.0.0.1:${await startSshProxy(t)}`,
  'a SOCKS 5 proxy that is given addresses': async (t) =>
    `socks5://127.0.0.1:${await startDante(t, 1)}`,
  'a SOCKS 5 proxy that is given names and wants a user': async (t) =>
    `socks5h://${credentials}127.0.0.1:${await startMicrosocks(t)}`,
};

describe('over', { skip: proxiesAreMissing, concurrency: false }, () => {
  let demo: TestDemoServer;
  let trusted: string[] = [];
  before(async () => {
    demo = await startTestDemoServer();
    trusted = [authority.pem, await readFile(join(demo.certificateFolder, authorityFile), 'utf8')];
  });
  after(() => demo.close());

  const optionsFor = (proxy: string): Partial<RequestOptions> => ({
    extraCa: trusted,
    proxy: { http: proxy, https: proxy, noProxy: ['<-loopback>'], authorization: null },
  });

  for (const [name, start] of Object.entries(proxies)) {
    test(`${name} go http, https, ws and wss`, async (t) => {
      const proxy = await start(t);
      const options = optionsFor(proxy);
      const shown = proxy.replace(credentials, '');
      for (const url of [demo.urls.http, demo.urls.https]) {
        const sink = await new HttpRunner(t).run(`${url}/A`, { options });
        assert.equal(sink.error, undefined, `${url} ${JSON.stringify(sink.error?.params)}`);
        assert.equal(sink.one('http.response').status, 200, url);
        assert.equal(sink.all('proxy.connect')[0]?.proxy ?? shown, shown);
      }
      for (const url of [demo.urls.ws, demo.urls.wss]) {
        const { session, events } = openSession(`${url}/echo`, {
          steps: [sendText('你好'), waitForServer()],
          options: { ...options, closeWhenDone: true, lingerMs: 1 },
        });
        await session.finished;
        assert.deepEqual(events('exchange.failed'), [], url);
        assert.equal(events('ws.message').at(-1)?.text, '你好');
        assert.equal(events('proxy.connect')[0]?.proxy, shown);
        assert.equal(events('proxy.connect')[0]?.target.endsWith(new URL(url).port), true);
        assert.notEqual(events('exchange.completed')[0]?.timings.proxy, null);
        assert.doesNotMatch(JSON.stringify(events('proxy.request')), /geheim|YW5uYTpn/);
      }
    });
  }

  test('an HTTP proxy a plain request goes in absolute form, on the connection to the proxy', async (t) => {
    const options = optionsFor(`http://${credentials}127.0.0.1:${await startSquid(t, 'basic')}`);
    const runner = new HttpRunner(t);
    const sink = await runner.run(`${demo.urls.http}/A?x=1`, { options });
    const { target, headers } = sink.one('http.request');
    assert.equal(target, `${demo.urls.http}/A?x=1`);
    assert.ok(headers.some(([name]) => name === 'Proxy-Authorization'));
    assert.deepEqual(sink.all('proxy.connect'), []);
    assert.match(JSON.stringify(sink.one('http.response').headers), /squid\.test/);
    assert.match(runner.recorder.connections[0]?.facts?.proxy ?? '', /^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test('an HTTP proxy that wants Digest the challenge and the answer are both told', async (t) => {
    const options = optionsFor(`http://${credentials}127.0.0.1:${await startSquid(t, 'digest')}`);
    const sink = await new HttpRunner(t).run(`${demo.urls.https}/A`, { options });
    assert.equal(sink.one('http.response').status, 200);
    assert.deepEqual(
      sink.all('proxy.response').map(({ status }) => status),
      [407, 200],
    );
    const [, answer] = sink.all('proxy.request');
    assert.match(answer?.headers.at(-1)?.[1] ?? '', /^Digest username="anna", realm="squid"/);
    assert.deepEqual(sink.all('tcp.connected').length, 1);
  });

  test('an HTTP proxy that wants Digest and closes after it has asked a second connection is used', async (t) => {
    const port = await startSquid(t, 'digest', 'client_persistent_connections off');
    const options = optionsFor(`http://${credentials}127.0.0.1:${port}`);
    const runner = new HttpRunner(t);
    const sink = await runner.run(`${demo.urls.https}/A`, { options });
    assert.equal(sink.one('http.response').status, 200);
    assert.deepEqual(
      sink.all('proxy.response').map(({ status }) => status),
      [407, 200],
    );
    assert.equal(sink.all('tcp.connected').length, 2);
    assert.equal(runner.recorder.connections.length, 2);
    assert.notEqual(runner.recorder.connections[0]?.closedBy, null);
  });

  test('an HTTP proxy that wants Digest a plain request is sent twice, and the next challenge is told', async (t) => {
    for (const further of ['', 'client_persistent_connections off']) {
      const port = await startSquid(t, 'digest', further);
      const options = optionsFor(`http://${credentials}127.0.0.1:${port}`);
      const body = 'gleicher Text';
      const url = `${demo.urls.http}/echo?x=1`;
      const sink = await new HttpRunner(t).run(url, { method: 'POST', body, options });
      assert.deepEqual(
        sink.all('http.response').map(({ status }) => status),
        [407, 200],
      );
      const { status, scheme, realm } = sink.one('http.challenge');
      assert.deepEqual([status, scheme, realm], [407, 'Digest', 'squid']);
      const [, answer] = sink.all('http.request');
      const authorization = answer?.headers.find(([name]) => name === 'Proxy-Authorization');
      assert.ok(authorization?.[1].startsWith('Digest username="anna", realm="squid"'));
      assert.ok(authorization?.[1].includes(`uri="${url}"`));
    }
  });

  test('an HTTP proxy that wants Digest and does not know the user its refusal is the answer', async (t) => {
    const port = await startSquid(t, 'digest');
    const options = optionsFor(`http://anna:falsch@127.0.0.1:${port}`);
    const sink = await new HttpRunner(t).run(`${demo.urls.http}/A`, { options });
    assert.deepEqual(
      sink.all('http.response').map(({ status }) => status),
      [407, 407],
    );
  });

  test('an HTTP proxy that asks who we are no server hears it, neither in a tunnel nor after it', async (t) => {
    const port = await startSquid(t, 'digest');
    const options = optionsFor(`http://${credentials}127.0.0.1:${port}`);
    const sink = await new HttpRunner(t).run(`${demo.urls.https}/headers`, { options });
    const [sent] = sink.all('http.request');
    assert.ok(!sent?.headers.some(([name]) => /^proxy-/i.test(name)));
  });

  test('an HTTPS proxy both handshakes are told, each as what it is', async (t) => {
    const squid = await startSquid(t);
    const port = await startStunnel(t, await authority.issue(), squid);
    const runner = new HttpRunner(t);
    const options = optionsFor(`https://localhost:${port}`);
    const sink = await runner.run(`${demo.urls.https}/A`, { options });
    assert.deepEqual(
      sink.all('tls.established').map(({ via = 'server', alpn }) => [via, alpn]),
      [
        ['proxy', null],
        ['server', 'h2'],
      ],
    );
    const facts = runner.recorder.connections[0]?.facts;
    assert.equal(facts?.proxyTls?.chain[1]?.subject, 'CN=Proxy CA');
    assert.notEqual(facts?.tls?.chain[0]?.sha256, facts?.proxyTls?.chain[0]?.sha256);
  });

  test('an HTTPS proxy that is not verified (http.proxyStrictSSL) the server is verified all the same', async (t) => {
    const port = await startStunnel(t, await makeSelfSigned(), await startSquid(t));
    const { proxy } = optionsFor(`https://localhost:${port}`);
    const options = { extraCa: trusted, proxy: { ...proxy!, verify: false } };
    const sink = await new HttpRunner(t).run(`${demo.urls.https}/A`, { options });
    assert.equal(sink.one('http.response').status, 200);
    assert.deepEqual(
      sink.all('tls.established').map(({ authorized }) => authorized),
      [false, true],
    );
    const untrusted = { ...options, extraCa: [] };
    const refused = await new HttpRunner(t).run(`${demo.urls.https}/A`, { options: untrusted });
    assert.equal(refused.error?.phase, 'tls');
  });

  test('an HTTP proxy http.proxyAuthorization is what we say where the URL names no user', async (t) => {
    const port = await startSquid(t, 'basic');
    const { proxy } = optionsFor(`http://127.0.0.1:${port}`);
    const basic = Buffer.from(`${user.name}:${user.password}`).toString('base64');
    const options = { extraCa: trusted, proxy: { ...proxy!, authorization: `Basic ${basic}` } };
    for (const url of [demo.urls.http, demo.urls.https]) {
      const sink = await new HttpRunner(t).run(`${url}/A`, { options });
      assert.equal(sink.one('http.response').status, 200, url);
    }
  });

  test('a SOCKS proxy that is given addresses the name is looked up here, and not for one given names', async (t) => {
    const port = await startDante(t, 1);
    const local = await new HttpRunner(t).run(`${demo.urls.http}/A`, {
      options: optionsFor(`socks5://127.0.0.1:${port}`),
    });
    assert.equal(local.one('dns.started').host, 'localhost');
    assert.match(local.one('proxy.connect').target, /^(127\.0\.0\.1|\[::1\]):/);
    const remote = await new HttpRunner(t).run(`${demo.urls.http}/A`, {
      options: optionsFor(`socks5h://127.0.0.1:${port}`),
    });
    assert.deepEqual(remote.all('dns.started'), []);
    assert.match(remote.one('proxy.connect').target, /^localhost:/);
  });
});
