import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseProxy } from '../../../../src/core/wire/proxy/proxy.ts';
import { proxyFor, proxyOfEnvironment } from '../../../../src/core/wire/proxy/proxySettings.ts';

const settings = { http: 'http://p:1', https: 'http://s:1', noProxy: [], authorization: null };

function proxyOf(url: string, noProxy: string[] = []): string | null {
  return proxyFor(new URL(url), { ...settings, noProxy })?.url ?? null;
}

describe('the proxy of a URL', () => {
  test('is chosen by its scheme, of a WebSocket as of a request', () => {
    assert.equal(proxyOf('http://a.example/'), 'http://p:1');
    assert.equal(proxyOf('ws://a.example/'), 'http://p:1');
    assert.equal(proxyOf('https://a.example/'), 'http://s:1');
    assert.equal(proxyOf('wss://a.example/'), 'http://s:1');
  });

  test('is none for this machine, unless that is asked for', () => {
    for (const host of ['localhost', 'api.localhost', '127.0.0.1', '[::1]', 'LOCALHOST.']) {
      assert.equal(proxyOf(`http://${host}:8080/`), null, host);
      assert.equal(proxyOf(`http://${host}:8080/`, ['<-loopback>']), 'http://p:1', host);
    }
    assert.equal(proxyOf('http://127.0.0.2/'), 'http://p:1');
  });

  test('is none for what NO_PROXY lists', () => {
    const listed: [entry: string, url: string][] = [
      ['*', 'http://a.example/'],
      ['a.example', 'http://a.example/'],
      ['a.example', 'http://b.a.example:81/'],
      ['.a.example', 'http://b.a.example/'],
      ['*.a.example', 'http://b.a.example/'],
      ['A.Example', 'https://a.example/'],
      ['a.example:443', 'https://a.example/'],
      ['a.example.', 'http://a.example/'],
      ['.a.example.:80', 'http://b.a.example./'],
      ['münchen.de', 'http://münchen.de/'],
      ['*.MÜNCHEN.de', 'https://www.münchen.de/'],
      ['xn--mnchen-3ya.de', 'http://münchen.de/'],
      ['10.1.2.3', 'http://10.1.2.3/'],
      ['10.0.0.0/8', 'http://10.1.2.3/'],
      ['fd00::/8', 'http://[fd12::1]/'],
      ['[fd12::1]:80', 'http://[fd12::1]/'],
      ['fd12::1', 'http://[fd12::1]:81/'],
    ];
    for (const [entry, url] of listed) assert.equal(proxyOf(url, [entry]), null, `${entry} ${url}`);
  });

  test('is not kept from what only looks like an entry', () => {
    const others: [entry: string, url: string][] = [
      ['', 'http://a.example/'],
      ['example', 'http://a.example.org/'],
      ['a.example', 'http://ba.example/'],
      ['a.example:8443', 'https://a.example/'],
      ['10.0.0.0/33', 'http://10.1.2.3/'],
      ['10.0.0.0/', 'http://10.1.2.3/'],
      ['10.0.0.0/ 0', 'http://11.1.2.3/'],
      ['fd00::/', 'http://[fd12::1]/'],
      ['.', 'http://a.example/'],
      ['10.0.0.0/8', 'http://11.1.2.3/'],
      ['0.1.2.3', 'http://10.1.2.3/'],
    ];
    for (const [entry, url] of others)
      assert.notEqual(proxyOf(url, [entry]), null, `${entry} ${url}`);
  });
});

describe('the certificate of a proxy', () => {
  test('is verified unless that is switched off', () => {
    const url = new URL('https://a.example/');
    assert.equal(proxyFor(url, settings)?.verify, true);
    assert.equal(proxyFor(url, { ...settings, verify: false })?.verify, false);
  });
});

describe('the environment', () => {
  test('is read in lower case first', () => {
    const read = proxyOfEnvironment({
      http_proxy: 'http://low:1',
      HTTP_PROXY: 'http://UP:1',
      HTTPS_PROXY: 'http://s:1',
      NO_PROXY: 'a.example, b.example c.example',
    });
    assert.deepEqual(read, {
      http: 'http://low:1',
      https: 'http://s:1',
      noProxy: ['a.example', 'b.example', 'c.example'],
      authorization: null,
    });
  });

  test('may name one proxy for all', () => {
    const { http, https } = proxyOfEnvironment({ ALL_PROXY: 'socks5h://p:1' });
    assert.deepEqual([http, https], ['socks5h://p:1', 'socks5h://p:1']);
  });
});

const parse = (url: string) => parseProxy({ url, authorization: null });

describe('a proxy URL', () => {
  test('may leave out scheme and port, and shows no credentials', () => {
    assert.equal(parse('p.example:3128').shown, 'http://p.example:3128');
    assert.equal(parse('https://p.example').shown, 'https://p.example:443');
    assert.equal(parse('socks://p.example').shown, 'socks5://p.example:1080');
    const withUser = parse('http://anna:g%40h@p.example:1');
    assert.equal(withUser.shown, 'http://p.example:1');
    assert.deepEqual(withUser.credentials, { user: 'anna', password: 'g@h' });
  });

  test('of a script that chooses a proxy (PAC) is told to be one', () => {
    for (const url of [
      'http://intranet.example/proxy.pac',
      'https://anna:geheim@intranet.example/wpad.dat?x=1',
      'pac+https://intranet.example/proxies',
      'file:///etc/proxy.pac',
    ]) {
      assert.throws(
        () => parse(url),
        ({ code, params }) => code === 'WB_PROXY_SCRIPT' && !params.proxy.includes('geheim'),
        url,
      );
    }
    assert.equal(parse('http://proxy.pac:3128').host, 'proxy.pac');
  });

  test('of another scheme is refused without its password', () => {
    assert.throws(
      () => parseProxy({ url: 'ftp://anna:geheim@p.example', authorization: null }),
      ({ code, params }) => code === 'WB_PROXY_INVALID' && params.proxy === 'ftp://p.example',
    );
  });
});
