import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Pools } from '../../../src/core/wire/http/pools.ts';
import { haproxyIsMissing, startHaproxy } from '../../support/haproxy.ts';
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
const options = { extraCa: [authority.pem] };

describe('HAProxy in front of a server', { skip: haproxyIsMissing }, () => {
  test('speaks HTTP/2 to us and HTTP/1.1 to it, and hints early', async (t) => {
    const server = await serveHttp(t, (request, response) => {
      response.end(`${request.httpVersion} ${request.url}`);
    });
    const { plainPort, tlsPort } = await startHaproxy(t, identity, server.port);
    for (const [url, version] of [
      [`https://127.0.0.1:${tlsPort}/hint`, '2'],
      [`http://127.0.0.1:${plainPort}/hint`, '1.1'],
    ] as const) {
      const sink = await new HttpRunner(t).run(url, { options });
      assert.equal(sink.bodyText, '1.1 /hint');
      assert.equal(sink.one('http.response').httpVersion, version);
      const { status, headers } = sink.one('http.informational');
      const link = headers.find(([name]) => name.toLowerCase() === 'link');
      assert.deepEqual([status, link?.[1]], [103, '</style.css>; rel=preload']);
    }
  });

  test('that is not there answers 503, which is an answer', async (t) => {
    const { plainPort } = await startHaproxy(t, identity, 1);
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${plainPort}/dead`);
    assert.deepEqual([sink.outcome, sink.one('http.response').status], ['ok', 503]);
    assert.match(sink.bodyText, /No server is available/);
  });

  test('that breaks off in the middle of a body is told so, over both versions', async (t) => {
    const server = await serveHttp(t, (_request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half', () => response.destroy());
    });
    const { plainPort, tlsPort } = await startHaproxy(t, identity, server.port);
    for (const [url, code] of [
      [`http://127.0.0.1:${plainPort}/`, 'WB_HTTP_CLOSED_IN_BODY'],
      [`https://127.0.0.1:${tlsPort}/`, 'WB_HTTP_BAD_LENGTH'],
    ] as const) {
      const sink = await new HttpRunner(t).run(url, { options });
      assert.deepEqual([sink.error?.code, sink.error?.phase], [code, 'receive']);
      assert.equal(sink.bodyText, 'half');
    }
  });

  test(
    'takes WebSockets over HTTP/2 and over HTTP/1.1 to a server of HTTP/1.1',
    { skip: pythonWebSocketsIsMissing },
    async (t) => {
      const { tlsPort } = await startHaproxy(t, identity, await startPythonWebSockets(t));
      const pools = new Pools();
      t.after(() => pools.dispose());
      for (const httpVersion of ['2', '1.1'] as const) {
        const { session, recording, exchange, events } = openSession(
          `wss://127.0.0.1:${tlsPort}/echo`,
          {
            pools,
            steps: [sendText('你好'), waitForServer()],
            options: { ...options, httpVersion, deflate: true, closeWhenDone: true, lingerMs: 0 },
          },
        );
        await session.finished;
        const { failure, handshake } = recording.exchange(exchange)!;
        assert.deepEqual([failure, handshake?.extendedConnect], [null, httpVersion === '2']);
        assert.deepEqual(
          events('ws.message').map(({ text }) => text),
          ['你好', '你好'],
        );
      }
    },
  );
});
