import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { nginxIsMissing, startNginx } from '../../support/httpNginx.ts';
import { HttpRunner } from '../../support/httpRun.ts';
import { serveHttp } from '../../support/httpServers.ts';
import {
  pythonWebSocketsIsMissing,
  startPythonWebSockets,
} from '../../support/pythonWebSocketServer.ts';
import { makeAuthority } from '../../support/tlsCertificates.ts';
import { openSession, sendText, waitForServer } from '../../support/wsSession.ts';

const authority = await makeAuthority();
const identity = await authority.issue();
const extraCa = [authority.pem];
const big = JSON.stringify(Array(20_000).fill('nginx'));

/** Keeps this thread busy. */
function holdUp(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

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

  test('over TLS keeps a connection that has answered before we were told that the request had left', async (t) => {
    const { tlsPort } = await startNginx(t, identity);
    const runner = new HttpRunner(t);
    const url = `https://127.0.0.1:${tlsPort}/method`;
    const run = () => runner.run(url, { options: { extraCa, httpVersion: '1.1' } });
    await run();
    await nextTurn();
    const second = run();
    holdUp(100);
    const { bodyText, phases } = await second;
    assert.equal(bodyText, 'GET HTTP/1.1 ');
    assert.ok(phases.includes('wait start'));
    assert.equal((await run()).one('connection.reused').requestsBefore, 2);
  });

  test('over TLS is waited for, however fast it answers', async (t) => {
    const { tlsPort } = await startNginx(t, identity);
    const runner = new HttpRunner(t);
    for (let connection = 0; connection < 20; connection++) {
      const { phases } = await runner.run(`https://127.0.0.1:${tlsPort}/method`, {
        headers: [['Connection', 'close']],
        options: { extraCa, httpVersion: '1.1' },
      });
      assert.ok(phases.includes('wait start'), `connection ${connection}: ${phases.join()}`);
    }
  });

  test('closes an idle connection: the next request has one of its own, and the first says who closed it', async (t) => {
    const { plainPort } = await startNginx(t, identity, { keepAlive: '1s' });
    const runner = new HttpRunner(t);
    const url = `http://127.0.0.1:${plainPort}/method`;
    await runner.run(url);
    const [first] = runner.recorder.connections;
    while (first?.closedBy === null) await sleep(20);
    // What it announced, we keep to: whoever is first closes it as idle.
    assert.ok(first?.closedBy === 'remote' || first?.reason === 'idle', first?.reason);
    const second = await runner.run(url);
    assert.deepEqual([second.outcome, second.all('connection.reused')], ['ok', []]);
  });

  test('in front of a server: waits for 100, and passes a chunked body on with its gzip', async (t) => {
    const server = await serveHttp(t, async (request, response) => {
      response.setHeader('Content-Type', 'application/json');
      for await (const chunk of request) response.write(chunk);
      response.end();
    });
    const { plainPort } = await startNginx(t, identity, { serverPort: server.port });
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${plainPort}/behind/echo`, {
      method: 'POST',
      headers: [['Expect', '100-continue']],
      body: big,
    });
    assert.deepEqual(
      sink.all('http.informational').map(({ status }) => status),
      [100],
    );
    assert.deepEqual([sink.bodyText === big, sink.encoding], [true, 'gzip']);
    const { headers } = sink.one('http.response');
    assert.ok(
      headers.some(([name, value]) => /^transfer-encoding$/i.test(name) && value === 'chunked'),
    );
    assert.ok(sink.chunks.length > 1);
  });

  test(
    'in front of a WebSocket server passes the upgrade on',
    { skip: pythonWebSocketsIsMissing },
    async (t) => {
      const serverPort = await startPythonWebSockets(t);
      const { plainPort } = await startNginx(t, identity, { serverPort });
      const { session, recording, exchange, events } = openSession(
        `ws://127.0.0.1:${plainPort}/behind/echo`,
        {
          steps: [sendText('你好'), waitForServer()],
          options: { deflate: true, closeWhenDone: true, lingerMs: 0 },
        },
      );
      await session.finished;
      assert.equal(recording.exchange(exchange)?.failure, null);
      assert.deepEqual(
        events('ws.message').map(({ text }) => text),
        ['你好', '你好'],
      );
      const { headers } = events('ws.handshake')[0]!;
      assert.ok(headers.some(([name, value]) => name === 'Server' && value.startsWith('nginx')));
    },
  );

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
