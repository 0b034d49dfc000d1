import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { nginxIsMissing, startNginx } from '../../support/httpNginx.ts';
import { HttpRunner } from '../../support/httpRun.ts';
import { makeAuthority } from '../../support/tlsCertificates.ts';

const authority = await makeAuthority();
const identity = await authority.issue();
const extraCa = [authority.pem];
const big = JSON.stringify(Array(20_000).fill('nginx'));

describe('nginx', { skip: nginxIsMissing }, () => {
  test('over HTTP/1.1: compressed body, reuse, and its limit of requests a connection', async (t) => {
    const { plainPort } = await startNginx(t, identity);
    const runner = new HttpRunner(t);
    const url = `http://127.0.0.1:${plainPort}/big.json`;
    for (const requestsBefore of [0, 1, 2]) {
      const sink = await runner.run(url);
      assert.equal(sink.outcome, 'ok');
      assert.equal(sink.bodyText, big);
      assert.equal(sink.encoding, 'gzip');
      assert.ok(sink.wireBytes < big.length / 10);
      const reused = sink.all('connection.reused').map((event) => event.requestsBefore);
      assert.deepEqual(reused, requestsBefore === 0 ? [] : [requestsBefore]);
    }
    const fourth = await runner.run(url);
    assert.deepEqual(fourth.all('connection.reused'), []);
  });

  test('over TLS: HTTP/2 by ALPN, one connection, redirect on it', async (t) => {
    const { tlsPort } = await startNginx(t, identity);
    const runner = new HttpRunner(t);
    const url = `https://localhost:${tlsPort}/moved`;
    const sink = await runner.run(url, { options: { extraCa } });
    assert.equal(sink.outcome, 'ok');
    assert.equal(sink.one('tls.established').alpn, 'h2');
    assert.deepEqual(
      sink.all('http.response').map(({ httpVersion, status }) => [httpVersion, status]),
      [
        ['2', 301],
        ['2', 200],
      ],
    );
    assert.equal(sink.one('connection.reused').requestsBefore, 1);
    assert.ok(sink.bodyText.endsWith(big));
    assert.equal(runner.recorder.connections.length, 1);
    assert.ok(runner.recorder.connections[0]?.sentText().startsWith('PRI * HTTP/2.0'));
  });

  test('over TLS: HTTP/1.1 where the request asks for it', async (t) => {
    const { tlsPort } = await startNginx(t, identity);
    const sink = await new HttpRunner(t).run(`https://127.0.0.1:${tlsPort}/method`, {
      headers: [['X-A', 'b']],
      options: { extraCa, httpVersion: '1.1' },
    });
    assert.equal(sink.bodyText, 'GET HTTP/1.1 b');
    assert.deepEqual(sink.one('tls.clientHello').alpn, ['http/1.1']);
    assert.equal(sink.one('tls.established').alpn, 'http/1.1');
  });

  test('answers plain HTTP on its TLS port with a normal 400', async (t) => {
    const { tlsPort } = await startNginx(t, identity);
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${tlsPort}/`);
    assert.equal(sink.outcome, 'ok');
    assert.equal(sink.one('http.response').status, 400);
    assert.match(sink.bodyText, /plain HTTP request was sent to HTTPS port/);
  });

  test('answers TLS on its plain port with text that is shown', async (t) => {
    const { plainPort } = await startNginx(t, identity);
    const sink = await new HttpRunner(t).run(`https://127.0.0.1:${plainPort}/`);
    assert.equal(sink.error?.code, 'WB_TLS_NOT_TLS');
    assert.match(sink.error?.params['received'] ?? '', /^(HTTP\/1.1 400 Bad Request|<html>)$/);
  });
});
