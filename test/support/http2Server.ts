import type { IncomingHttpHeaders, ServerHttp2Stream, Settings } from 'node:http2';
import { createSecureServer, createServer } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import type { TestContext } from 'node:test';
import type { TestServer } from './httpServers.ts';
import type { ServerIdentity } from './tlsCertificates.ts';

type Http2Handler = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

/** Serves HTTP/2 by Node until the end of the test: over TLS with an identity, else in the clear. */
export async function serveHttp2(
  t: TestContext,
  handler: Http2Handler,
  {
    identity,
    ...options
  }: { identity?: ServerIdentity; settings?: Settings; paddingStrategy?: number } = {},
): Promise<TestServer> {
  const server =
    identity === undefined
      ? createServer(options)
      : createSecureServer({ ...identity, allowHTTP1: true, ...options });
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => sockets.push(socket));
  server.on('sessionError', () => undefined);
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    handler(stream, headers);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, sockets };
}
