import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import { urlOf } from './httpHandler.ts';
import { matchPath, type PathParams } from './pathPattern.ts';
import { RouteError } from './routeError.ts';
import { refuseUpgrade, type WebSocketCall } from './webSocketCall.ts';
import { createWebSocketRoutes, type WebSocketRoute } from './webSocketRoutes.ts';

const messageLimitBytes = 10_000_000;
const compressFromBytes = 64;
const mostClients = 200;

/** Takes upgrades by the table of routes and knows the WebSockets that are open. */
export class WebSocketHandler {
  readonly #routes = createWebSocketRoutes();
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: messageLimitBytes,
    perMessageDeflate: { threshold: compressFromBytes },
  });

  /** Answers an `upgrade` event of an HTTP server. */
  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A reset before the handshake is over has nobody else to hear it.
    socket.on('error', () => {});
    const url = urlOf(request);
    const [route, params] = this.#findRoute(url.pathname);
    const call = { request, socket, url, params };
    if (!route) {
      const paths = this.#routes.map(({ path }) => path);
      refuseUpgrade(socket, 404, { error: `No WebSocket is at ${url.pathname}.`, paths });
    } else if (this.#server.clients.size >= mostClients) {
      refuseUpgrade(socket, 503, { error: `${mostClients} WebSockets are open already.` });
    } else if ('answer' in route) {
      answerUpgrade(route.answer, call);
    } else {
      this.#server.handleUpgrade(request, socket, head, (webSocket) => {
        // The library closes with the right code when the peer breaks the protocol.
        webSocket.on('error', () => {});
        void route.open(webSocket, call);
      });
    }
  }

  /** Closes every WebSocket with 1001 and resolves when they have answered, or after `graceMs`. */
  async close(graceMs: number): Promise<void> {
    const closed = [...this.#server.clients].map((webSocket) => closed1001(webSocket));
    await Promise.race([Promise.all(closed), sleep(graceMs, undefined, { ref: false })]);
  }

  #findRoute(path: string): [WebSocketRoute | null, PathParams] {
    for (const route of this.#routes) {
      const params = matchPath(route.path, path);
      if (params) return [route, params];
    }
    return [null, {}];
  }
}

function answerUpgrade(answer: (call: WebSocketCall) => void, call: WebSocketCall): void {
  try {
    answer(call);
  } catch (error) {
    if (!(error instanceof RouteError)) throw error;
    refuseUpgrade(call.socket, error.status, { error: error.message });
  }
}

function closed1001(webSocket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    webSocket.once('close', () => resolve());
    webSocket.close(1001, 'The demo server stops.');
  });
}
