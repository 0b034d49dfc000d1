import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort } from 'node:worker_threads';

const body = Buffer.from(JSON.stringify({ greeting: '你好，世界！', filler: 'x'.repeat(1000) }));
const headers = { 'content-type': 'application/json', 'content-length': body.length };

/** Worker: gives every request the same small JSON at once over HTTP/1.1; says its port, runs until terminated. */
const server = createServer({ keepAliveTimeout: 0 }, (_request, response) => {
  response.writeHead(200, headers).end(body);
});
server.listen(0, '127.0.0.1', () => {
  parentPort?.postMessage((server.address() as AddressInfo).port);
});
