import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectHttp2, type ClientHttp2Session } from 'node:http2';
import { get as getHttps } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { WebSocket } from 'ws';
import { CliFolder, eventsOf } from '../../support/cli.ts';
import { startTestDemoServer, type TestDemoServer } from '../../support/demoServer.ts';

describe('demo server over TLS', () => {
  let server: TestDemoServer;
  before(async () => {
    server = await startTestDemoServer();
  });
  after(() => server.close());

  for (const host of ['localhost', '127.0.0.1', '::1']) {
    test(`its certificate verifies for ${host} under its authority`, async () => {
      const options = { host, port: server.httpsPort, ca: server.caPem };
      const socket = connectTls(host === 'localhost' ? { ...options, servername: host } : options);
      await once(socket, 'secureConnect');
      assert.equal(socket.authorized, true);
      socket.destroy();
    });
  }

  test('its certificate does not verify without the authority', async () => {
    const socket = connectTls({ host: '127.0.0.1', port: server.httpsPort });
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'SELF_SIGNED_CERT_IN_CHAIN');
  });

  test('answers HTTP/1.1', async () => {
    const outgoing = getHttps(`${server.urls.https}/A`, { ca: server.caPem });
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    assert.match(await text(response), /^A: HTTP\/1\.1 .*\(new\)/);
  });

  test('answers HTTP/2 and counts requests on the one session', async () => {
    const session = connectHttp2(server.urls.https, { ca: server.caPem });
    assert.match(await getHttp2(session, '/A'), /^A: HTTP\/2\.0 .* request 1 .*\(new\)/);
    assert.match(await getHttp2(session, '/B'), /^B: HTTP\/2\.0 .* request 2 .*\(reused\)/);
    assert.equal((await getHttp2(session, '/stream/2')).trimEnd().split('\n').length, 2);
    assert.equal((await getHttp2(session, '/bytes/100000')).length > 0, true);
    session.close();
  });

  test('its example of a WebSocket ends by its steps, wherever the server is', async () => {
    const example = new URL('../../../examples/secure.http', import.meta.url).pathname;
    await using folder = await CliFolder.with({});
    const host = `host=${server.urls.https}`;
    const result = await folder.run(
      'run',
      example,
      '--name',
      'wss',
      '--var',
      host,
      '--output',
      'json',
    );
    assert.equal(result.exitCode, 0, result.stderr);
    const events = eventsOf(result);
    assert.ok(events.filter(({ event }) => event === 'ws.message').length >= 3);
    const close = events.find((event) => event.event === 'ws.close');
    assert.deepEqual([close?.dir, close?.code], ['out', 1000]);
  });

  test('takes WebSockets', async () => {
    const webSocket = new WebSocket(server.urls.wss, { ca: server.caPem });
    await once(webSocket, 'open');
    webSocket.send('你好，服务器！');
    const [data] = (await once(webSocket, 'message')) as [Buffer];
    assert.equal(data.toString(), '你好，服务器！');
    webSocket.close();
    await once(webSocket, 'close');
  });
});

async function getHttp2(session: ClientHttp2Session, path: string): Promise<string> {
  const stream = session.request({ ':path': path });
  return text(stream.end());
}
