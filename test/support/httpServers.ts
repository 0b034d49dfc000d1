import { randomInt } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import type { TestContext } from 'node:test';
import { Worker } from 'node:worker_threads';
import type { TlsOptions, TLSSocket } from 'node:tls';
import { createServer as createTlsServer } from 'node:tls';

/** A server that listens on loopback until the end of its test. */
export interface TestServer {
  port: number;
  /** Sockets accepted so far. */
  sockets: Socket[];
}

/** Serves each accepted socket with a script. */
export async function serveTcp(
  t: TestContext,
  script: (socket: Socket) => void,
  host = '127.0.0.1',
  port = 0,
): Promise<TestServer> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    script(socket);
  });
  const sockets: Socket[] = [];
  return listen(t, server, sockets, host, port);
}

/** Serves each secured socket with a script. */
export async function serveTls(
  t: TestContext,
  options: TlsOptions,
  script: (socket: TLSSocket) => void,
): Promise<TestServer> {
  const sockets: Socket[] = [];
  const server = createTlsServer(options, (socket) => {
    socket.on('error', () => undefined);
    script(socket);
  });
  server.on('connection', (socket: Socket) => sockets.push(socket));
  server.on('tlsClientError', () => undefined);
  return listen(t, server, sockets, '127.0.0.1');
}

/** Answers each connection's first bytes, whatever they are, with these and closes; `null` only closes. */
export function serveBytes(t: TestContext, answer: string | Buffer | null): Promise<TestServer> {
  return serveTcp(t, (socket) => {
    socket.once('data', () => (answer === null ? socket.end() : socket.end(answer)));
  });
}

/** Serves HTTP/1.1 by Node. */
export async function serveHttp(
  t: TestContext,
  handler: (...args: Parameters<RequestListener>) => unknown,
): Promise<TestServer> {
  const sockets: Socket[] = [];
  const server = createHttpServer((request, response) => void handler(request, response));
  server.on('connection', (socket: Socket) => sockets.push(socket));
  return listen(t, server, sockets, '127.0.0.1');
}

async function listen(
  t: TestContext,
  server: Server,
  sockets: Socket[],
  host: string,
  port = 0,
): Promise<TestServer> {
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, sockets };
}

/** Below the ports that systems give to whoever asks for any: none of these is taken by chance. */
const ownPorts = { first: 10_000, count: 22_000 };

/** A port of 127.0.0.1 on which nothing listens. */
export async function closedPort(): Promise<number> {
  const port = ownPorts.first + randomInt(ownPorts.count);
  const server = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (!isFree) return closedPort();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const DEAF_SERVER = `
  const { createServer } = require('node:net');
  const { parentPort, workerData } = require('node:worker_threads');
  const server = createServer();
  server.listen({ port: workerData.port, host: workerData.host, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(workerData.asleep, 0, 0);
  });
`;
/** More than fit into a backlog of one, so that the kernel drops the next SYN. */
const BACKLOG_FILLERS = 4;

/** A port of `host` that answers no connection attempt: its backlog is full and nobody accepts. */
export async function deafPort(t: TestContext, host = '127.0.0.1', port = 0): Promise<number> {
  return (await slowPort(t, host, port)).port;
}

/** A port that is deaf until it is woken: what comes again after that is accepted. */
export async function slowPort(
  t: TestContext,
  host: string,
  port = 0,
): Promise<{ port: number; wake: () => void }> {
  const asleep = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(DEAF_SERVER, { eval: true, workerData: { host, port, asleep } });
  const bound = await new Promise<number>((resolve) => worker.once('message', resolve));
  const fillers = Array.from({ length: BACKLOG_FILLERS }, () => connect(bound, host));
  t.after(async () => {
    for (const filler of fillers) filler.destroy();
    await worker.terminate();
  });
  await new Promise((resolve) => fillers[0]?.once('connect', resolve));
  for (const filler of fillers) filler.on('error', () => undefined);
  return { port: bound, wake: () => void Atomics.notify(asleep, 0) };
}
