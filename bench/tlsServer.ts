import { createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

const CHUNK_BYTES = 64 * 1024;

/** Sends each client as many megabytes as were asked for, over TLS, as fast as it takes them. */
const { key, cert, megabytes } = workerData as { key: string; cert: string; megabytes: number };
const chunk = Buffer.alloc(CHUNK_BYTES, 'wirebook');
const chunks = (megabytes * 1e6) / CHUNK_BYTES;

const server = createServer({ key, cert }, (socket) => {
  let left = chunks;
  const send = (): void => {
    while (left-- > 0) {
      if (!socket.write(chunk)) return void socket.once('drain', send);
    }
    socket.end();
  };
  socket.on('error', () => undefined);
  send();
});
server.listen(0, '127.0.0.1', () =>
  parentPort?.postMessage((server.address() as AddressInfo).port),
);
