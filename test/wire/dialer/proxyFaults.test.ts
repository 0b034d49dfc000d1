import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { HttpRunner } from '../../support/httpRun.ts';
import { closedPort, serveBytes, serveHttp, serveTcp } from '../../support/httpServers.ts';
import {
  proxiesAreMissing,
  startDante,
  startMicrosocks,
  startSquid,
  startStunnel,
} from '../../support/proxies.ts';
import { makeSelfSigned } from '../../support/tlsCertificates.ts';

async function failureOver(
  t: TestContext,
  proxy: string,
  url = 'https://localhost:9/',
  limitMs = 20_000,
) {
  const sink = await new HttpRunner(t).run(url, {
    options: {
      connectionTimeoutMs: limitMs,
      proxy: { http: proxy, https: proxy, noProxy: ['<-loopback>'], authorization: null },
    },
  });
  const { code, phase, params } = sink.error ?? {};
  return { code, phase, params: params ?? {}, sink };
}

/** Serves what asks every request for credentials, as a proxy does. */
function asking(t: TestContext) {
  return serveHttp(t, (_request, response) => {
    response.writeHead(407, { 'Proxy-Authenticate': 'Basic realm="p"' }).end('who are you?');
  });
}

describe('a proxy of a real program', { skip: proxiesAreMissing }, () => {
  test('that wants a user says which scheme', async (t) => {
    const port = await startSquid(t, 'digest');
    const { code, phase, params } = await failureOver(t, `http://127.0.0.1:${port}`);
    assert.deepEqual([code, phase], ['WB_PROXY_AUTH_REQUIRED', 'proxy']);
    assert.equal(params['schemes'], 'Digest');
  });

  test('that knows the user not says so', async (t) => {
    for (const scheme of ['basic', 'digest'] as const) {
      const port = await startSquid(t, scheme);
      const { code } = await failureOver(t, `http://anna:falsch@127.0.0.1:${port}`);
      assert.equal(code, 'WB_PROXY_AUTH_FAILED');
    }
  });

  test('that does not reach the target says with which status, and the words of its page', async (t) => {
    const port = await startSquid(t);
    const target = `https://127.0.0.1:${await closedPort()}/`;
    const { code, phase, params } = await failureOver(t, `http://127.0.0.1:${port}`, target);
    assert.deepEqual([code, phase], ['WB_PROXY_FAILED', 'proxy']);
    assert.match(params['reason'] ?? '', /^503 Service Unavailable “.*Connection refused/is);
  });

  test('of SOCKS 5 names the reply', async (t) => {
    const closed = await closedPort();
    const port = await startDante(t, 9);
    const refused = await failureOver(
      t,
      `socks5://127.0.0.1:${port}`,
      `http://127.0.0.1:${closed}/`,
    );
    assert.deepEqual([refused.code, refused.phase], ['WB_PROXY_FAILED', 'proxy']);
    assert.equal(refused.params['reason'], 'connection refused (5)');
    const blocked = await failureOver(t, `socks5://127.0.0.1:${port}`, 'http://127.0.0.1:9/');
    assert.equal(blocked.params['reason'], 'connection not allowed by ruleset (2)');
  });

  test('of SOCKS 4 names the reply', async (t) => {
    const port = await startDante(t, 9);
    const { code, params } = await failureOver(
      t,
      `socks4://127.0.0.1:${port}`,
      'http://127.0.0.1:9/',
    );
    assert.equal(code, 'WB_PROXY_FAILED');
    assert.equal(params['reason'], 'request rejected or failed (91)');
  });

  test('of SOCKS 5 that wants a user, or another one', async (t) => {
    const port = await startMicrosocks(t);
    const none = await failureOver(t, `socks5h://127.0.0.1:${port}`);
    assert.equal(none.code, 'WB_PROXY_AUTH_REQUIRED');
    const wrong = await failureOver(t, `socks5h://anna:falsch@127.0.0.1:${port}`);
    assert.equal(wrong.code, 'WB_PROXY_AUTH_FAILED');
  });

  test('whose certificate is not believed is told as the proxy, in phase proxy', async (t) => {
    const port = await startStunnel(t, await makeSelfSigned(), 9);
    const { code, phase, params } = await failureOver(t, `https://localhost:${port}`);
    assert.deepEqual([code, phase], ['WB_TLS_SELF_SIGNED', 'proxy']);
    assert.equal(params['port'], String(port));
  });
});

describe('a proxy that is none', () => {
  test('because nothing listens is said to be the proxy', async (t) => {
    const { code, phase, params } = await failureOver(t, `http://127.0.0.1:${await closedPort()}`);
    assert.deepEqual([code, phase], ['WB_PROXY_UNREACHABLE', 'tcp']);
    assert.match(params['reason'] ?? '', /ECONNREFUSED/);
  });

  test('because its name is unknown', async (t) => {
    const { code, phase } = await failureOver(t, 'http://no-such-host.invalid:1');
    assert.deepEqual([code, phase], ['WB_PROXY_UNREACHABLE', 'dns']);
  });

  test('because it answers something else shows what', async (t) => {
    const ssh = await serveBytes(t, 'SSH-2.0-OpenSSH_9.2\r\n');
    for (const scheme of ['http', 'socks4', 'socks5h']) {
      const { code, phase, params } = await failureOver(
        t,
        `${scheme}://127.0.0.1:${ssh.port}`,
        'https://127.0.0.1:9/',
      );
      assert.deepEqual([code, phase], ['WB_PROXY_BAD_ANSWER', 'proxy'], scheme);
      assert.match(params['received'] ?? '', /^SSH-2\.0/);
    }
  });

  test('because it closes without a word', async (t) => {
    const closing = await serveBytes(t, null);
    for (const scheme of ['http', 'socks4', 'socks5h']) {
      const { code, phase } = await failureOver(
        t,
        `${scheme}://127.0.0.1:${closing.port}`,
        'https://127.0.0.1:9/',
      );
      assert.deepEqual([code, phase], ['WB_PROXY_CLOSED', 'proxy'], scheme);
    }
  });

  test('because it resets is told as the proxy, in phase proxy', async (t) => {
    const resetting = await serveTcp(t, (socket) => {
      socket.once('data', () => socket.resetAndDestroy());
    });
    for (const scheme of ['http', 'socks4', 'socks5h']) {
      const proxy = `${scheme}://127.0.0.1:${resetting.port}`;
      const { code, phase } = await failureOver(t, proxy, 'https://127.0.0.1:9/');
      assert.deepEqual([code, phase], ['WB_PROXY_CLOSED', 'proxy'], scheme);
    }
  });

  test('because it hangs is a timeout of phase proxy', async (t) => {
    const silent = await serveTcp(t, () => undefined);
    for (const scheme of ['http', 'https', 'socks4', 'socks5h']) {
      const proxy = `${scheme}://127.0.0.1:${silent.port}`;
      const { code, phase } = await failureOver(t, proxy, 'https://127.0.0.1:9/', 300);
      assert.deepEqual([code, phase], ['WB_TIMEOUT', 'proxy'], scheme);
    }
  });

  test('because it answers without end is cut off', async (t) => {
    const flood = await serveTcp(t, (socket) => {
      socket.write('HTTP/1.1 502 Bad Gateway\r\n');
      const timer = setInterval(() => socket.write(`X: ${'x'.repeat(65_536)}\r\n`), 1);
      socket.once('close', () => clearInterval(timer));
    });
    const { code, phase } = await failureOver(t, `http://127.0.0.1:${flood.port}`);
    assert.deepEqual([code, phase], ['WB_PROXY_BAD_ANSWER', 'proxy']);
  });
});

describe('a proxy of SOCKS', () => {
  test('4 is told an IPv6 target in brackets', async (t) => {
    const { port } = await serveTcp(t, () => undefined);
    const url = 'http://[2001:db8::1]:8080/';
    const { code, params } = await failureOver(t, `socks4://127.0.0.1:${port}`, url);
    assert.equal(code, 'WB_PROXY_FAILED');
    assert.equal(params['target'], '[2001:db8::1]:8080');
  });

  test('5 is not dialed with more than its fields hold', async (t) => {
    const long = '茶'.repeat(86);
    const at = `127.0.0.1:${await closedPort()}`;
    const cases: [proxy: string, url: string, reason: RegExp][] = [
      [`socks5://${long}:x@${at}`, 'http://a.test/', /^the user is longer than the 255 bytes/],
      [`socks5h://anna:${long}@${at}`, 'http://a.test/', /^the password is longer/],
      [`socks5h://${at}`, `http://${'a.'.repeat(128)}test/`, /^the name of the target is/],
    ];
    for (const [proxy, url, reason] of cases) {
      const { code, phase, params, sink } = await failureOver(t, proxy, url);
      assert.deepEqual([code, phase], ['WB_PROXY_INVALID', 'prepare']);
      assert.match(params['reason'] ?? '', reason);
      assert.deepEqual(sink.all('tcp.attempt'), []);
    }
  });
});

describe('a proxy that passes single requests on', () => {
  test('and asks who we are fails the exchange, and its answer is kept', async (t) => {
    const { port } = await asking(t);
    const shown = `http://127.0.0.1:${port}`;
    const none = await failureOver(t, shown, 'http://127.0.0.2:9/y');
    assert.deepEqual([none.code, none.phase], ['WB_PROXY_AUTH_REQUIRED', 'proxy']);
    assert.deepEqual([none.params['proxy'], none.params['schemes']], [shown, 'Basic']);
    assert.equal(none.sink.one('http.response').status, 407);
    assert.equal(none.sink.bodyText, 'who are you?');
    assert.equal(none.sink.one('http.request').proxy, shown);
    const wrong = await failureOver(t, `http://anna:falsch@127.0.0.1:${port}`, 'http://a.test/');
    assert.deepEqual([wrong.code, wrong.phase], ['WB_PROXY_AUTH_FAILED', 'proxy']);
    assert.equal(wrong.sink.one('http.request').proxy, shown);
  });

  test('is no proxy where a server itself answers 407', async (t) => {
    const { port } = await asking(t);
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${port}/`);
    assert.equal(sink.error, undefined);
    assert.equal(sink.one('http.request').proxy, undefined);
  });
});
