import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { Http2ServerRequest } from 'node:http2';
import type { Server, Socket } from 'node:net';
import type { DemoCertificate } from './certificate.ts';
import { loadOrCreateCertificate } from './certificateFolder.ts';
import { asksForWebSocket, UpgradeStream, upgradeRequestOf } from './extendedConnect.ts';
import { handleHttp } from './httpHandler.ts';
import { listenOnLoopback, nextFreePorts } from './loopback.ts';
import { PortInUseError, type DemoPorts } from './portInUseError.ts';
import { startRawServers, type RawPorts, type RawServers } from './rawServers.ts';
import { WebSocketHandler } from './webSocketHandler.ts';

/** Where to listen (0: any free port) and where the certificate is kept. */
export interface DemoServerOptions extends DemoPorts, RawPorts {
  certificateFolder: string;
}

/** Where the demo server is reached, one URL a scheme, without a path. */
export interface DemoUrls {
  http: string;
  https: string;
  ws: string;
  wss: string;
  tcp: string;
  udp: string;
}

/** A demo server that listens. */
export interface DemoServer extends DemoPorts {
  urls: DemoUrls;
  /** The authority that signed its certificate, PEM. */
  caPem: string;
  /** Closes WebSockets with 1001, then every socket; idempotent. */
  close(): Promise<void>;
}

const closeGraceMs = 500;
const keepAliveMs = 60_000;
const mostSockets = 512;

/** Starts the demo server on loopback alone; rejects with `PortInUseError` where a port is taken. */
export async function startDemoServer(options: DemoServerOptions): Promise<DemoServer> {
  const certificate = await loadOrCreateCertificate(options.certificateFolder);
  const webSockets = new WebSocketHandler();
  const sockets = new Set<Socket>();
  const prepare = (server: Server): Server => attach(server, webSockets, sockets);
  const servers: Server[] = [];
  let raw: RawServers | null = null;
  const listen = async (create: () => Server, port: number): Promise<number> => {
    const listening = await listenOnLoopback(() => prepare(create()), port);
    servers.push(...listening.servers);
    return listening.port;
  };
  const close = async (): Promise<void> => {
    for (const server of servers) server.close();
    raw?.close();
    raw = null;
    await webSockets.close(closeGraceMs);
    for (const socket of sockets) socket.destroy();
  };
  try {
    const httpPort = await listen(createHttpServer, options.httpPort);
    const httpsPort = await listen(() => createHttpsServer(certificate), options.httpsPort);
    raw = await startRawServers(options);
    const ports = { httpPort, httpsPort };
    const urls = { ...urlsOf(ports), ...rawUrlsOf(raw) };
    return { ...ports, urls, caPem: certificate.caPem, close };
  } catch (error) {
    await close();
    const isRawPort = error instanceof PortInUseError && isOneOf(error.port, options);
    if (!(error instanceof PortInUseError) || isRawPort) throw error;
    throw new PortInUseError(error.port, await nextFreePorts(options));
  }
}

function createHttpServer(): Server {
  return createServer({ keepAliveTimeout: keepAliveMs });
}

/** HTTP/1.1 or HTTP/2, as the client chooses by ALPN. */
function createHttpsServer(certificate: DemoCertificate): Server {
  const { keyPem: key, chainPem: cert } = certificate;
  const settings = { enableConnectProtocol: true };
  return createSecureServer({ key, cert, allowHTTP1: true, settings });
}

/** The compatibility API of `node:http2` hands out requests and responses that behave like those of `node:http`. */
function attach(server: Server, webSockets: WebSocketHandler, sockets: Set<Socket>): Server {
  server.maxConnections = mostSockets;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    void handleHttp(request, response);
  });
  server.on('connect', (request: Http2ServerRequest | IncomingMessage, peer: unknown) => {
    if (!('stream' in request)) (peer as Socket).destroy();
    else if (!asksForWebSocket(request))
      request.stream.respond({ ':status': 405 }, { endStream: true });
    else
      webSockets.handle(
        upgradeRequestOf(request),
        new UpgradeStream(request.stream),
        Buffer.alloc(0),
      );
  });
  return server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    webSockets.handle(request, socket, head);
  });
}

function isOneOf(port: number, { tcpPort, udpPort }: RawPorts): boolean {
  return port === tcpPort || port === udpPort;
}

function rawUrlsOf({ tcpPort, udpPort }: RawServers): Pick<DemoUrls, 'tcp' | 'udp'> {
  return { tcp: `tcp://localhost:${tcpPort}`, udp: `udp://localhost:${udpPort}` };
}

function urlsOf({ httpPort, httpsPort }: DemoPorts): Omit<DemoUrls, 'tcp' | 'udp'> {
  return {
    http: `http://localhost:${httpPort}`,
    https: `https://localhost:${httpsPort}`,
    ws: `ws://localhost:${httpPort}`,
    wss: `wss://localhost:${httpsPort}`,
  };
}
