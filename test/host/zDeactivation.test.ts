import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { WebSocketServer } from 'ws';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { clickLens, eventually, openFile, wirebook } from './support/extension.ts';

/** Named to run last: nothing of the extension works after it. */
suite('Deactivation', () => {
  test('closes ten open sockets with 1001 and leaves none behind', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.2' });
    await once(server, 'listening');
    const codes: number[] = [];
    server.on('connection', (socket) => socket.on('close', (code) => codes.push(code)));
    const { port } = server.address() as AddressInfo;
    const request = `###\nws://127.0.0.2:${port}/\n`;
    const document = await openFile('ten.ws', request.repeat(10));
    for (let index = 0; index < 10; index++) {
      await clickLens(document, 2 * index + 1);
    }
    const api = await wirebook();
    await eventually('ten open sockets', () => {
      return api.sessions().filter(({ state }) => state === 'open').length === 10;
    });
    await api.end();
    await eventually('ten closed sockets', () => codes.length === 10);
    assert.deepEqual(codes, Array(10).fill(1001));
    assert.equal(server.clients.size, 0);
    server.close();
  });
});
