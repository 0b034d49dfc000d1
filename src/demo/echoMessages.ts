import type { WebSocket } from 'ws';
import { sendPaced } from './pacedSend.ts';

/** Sends every message back, text as text and binary as binary. */
export function echoMessages(webSocket: WebSocket): void {
  webSocket.on('message', (data, isBinary) => {
    sendPaced(webSocket, data as Buffer, { binary: isBinary });
  });
}

/** Says which subprotocol was agreed on, then echoes. */
export function greetWithSubprotocol(webSocket: WebSocket): void {
  webSocket.send(JSON.stringify({ protocol: webSocket.protocol || null }));
  echoMessages(webSocket);
}
