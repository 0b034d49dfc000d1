import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { WebSocketServer } from 'ws';
import { LocalEngine } from '../../../src/engine/localEngine.ts';
import { preparedRequest } from '../../support/httpRun.ts';
import type { RequestWishes } from '../../support/httpRun.ts';

/** A server that notes the cookies of its requests and sets one on each path; WebSockets too. */
async function serveCookies(t: TestContext): Promise<{ port: number; received: string[] }> {
  const received: string[] = [];
  const note = ({ url, headers }: IncomingMessage) =>
    received.push(`${url} ${headers.cookie ?? '-'}`);
  const server = createServer((request, response) => {
    note(request);
    response.setHeader('Set-Cookie', ['login=token-1; Path=/; HttpOnly', 'theme=dark; Path=/ui']);
    response.end('ok');
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('headers', (headers, request) => {
    note(request);
    headers.push('Set-Cookie: socket=token-2; Path=/');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    sockets.clients.forEach((client) => client.terminate());
    server.close();
    server.closeAllConnections();
  });
  return { port: (server.address() as AddressInfo).port, received };
}

function startEngine(t: TestContext): {
  engine: LocalEngine;
  run: (url: string, wishes?: RequestWishes) => Promise<void>;
} {
  const engine = new LocalEngine();
  t.after(() => engine.dispose());
  return {
    engine,
    run: async (url, wishes = {}) => {
      const kind = url.startsWith('ws') ? 'websocket' : 'http';
      const options = { closeWhenDone: true, lingerMs: 10, ...wishes.options };
      const id = await engine.start(preparedRequest(url, { kind, ...wishes, options }));
      const { failure } = await engine.finished(id);
      assert.equal(failure, null);
    },
  };
}

describe('cookies', () => {
  test('go from HTTP to WebSocket and back', async (t) => {
    const { port, received } = await serveCookies(t);
    const { run } = startEngine(t);
    await run(`http://127.0.0.1:${port}/first`);
    await run(`ws://127.0.0.1:${port}/live`);
    await run(`http://127.0.0.1:${port}/ui/last`);
    assert.deepEqual(received, [
      '/first -',
      '/live login=token-1',
      '/ui/last theme=dark; login=token-1; socket=token-2',
    ]);
  });

  test('# @no-cookie-jar neither sends nor keeps them on a WebSocket', async (t) => {
    const { port, received } = await serveCookies(t);
    const { engine, run } = startEngine(t);
    await run(`http://127.0.0.1:${port}/first`);
    await run(`ws://127.0.0.1:${port}/live`, { options: { cookieJar: false } });
    assert.deepEqual(received, ['/first -', '/live -']);
    assert.deepEqual(
      (await engine.cookies()).map(({ name }) => name),
      ['login', 'theme'],
    );
  });

  test('each environment has its own', async (t) => {
    const { port, received } = await serveCookies(t);
    const { engine, run } = startEngine(t);
    const url = `http://127.0.0.1:${port}/`;
    await run(url, { environment: 'dev' });
    await run(url, { environment: 'prod' });
    await run(url, { environment: 'dev' });
    await run(url);
    assert.deepEqual(received, ['/ -', '/ -', '/ login=token-1', '/ -']);
    await engine.deleteCookies({ environment: 'dev' });
    await engine.deleteCookies({ environment: null, name: 'theme' });
    assert.deepEqual(
      (await engine.cookies()).map(({ environment, name }) => [environment, name]),
      [
        ['prod', 'login'],
        ['prod', 'theme'],
        [null, 'login'],
      ],
    );
    await engine.deleteCookies({});
    assert.deepEqual(await engine.cookies(), []);
  });

  test('are listed without their values until secrets are shown', async (t) => {
    const { port } = await serveCookies(t);
    const { engine, run } = startEngine(t);
    await run(`http://127.0.0.1:${port}/`, { environment: 'dev' });
    const [hidden] = await engine.cookies();
    assert.deepEqual(hidden, {
      environment: 'dev',
      domain: '127.0.0.1',
      path: '/',
      name: 'login',
      value: null,
      expires: null,
      secure: false,
      httpOnly: true,
      hostOnly: true,
      sameSite: null,
    });
    await engine.configure({ recordingLimitBytes: 64_000_000, showSecrets: true });
    assert.equal((await engine.cookies())[0]?.value, 'token-1');
  });
});
