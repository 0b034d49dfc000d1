import type { WebSocket } from 'ws';
import { ChatRoom } from './chat.ts';
import { answerBadAccept, answerRefuse } from './badUpgrades.ts';
import { closeWithCode } from './closeCodes.ts';
import { echoMessages, greetWithSubprotocol } from './echoMessages.ts';
import { sendFlood } from './flood.ts';
import { sendFragments } from './fragments.ts';
import { pushQuotes } from './ticker.ts';
import type { WebSocketCall } from './webSocketCall.ts';

/** A path of the demo server over WebSocket: `open` after a good handshake, or `answer` in its place. */
export type WebSocketRoute = {
  path: string;
  summary: string;
} & (
  | { open: (webSocket: WebSocket, call: WebSocketCall) => void | Promise<void> }
  | { answer: (call: WebSocketCall) => void }
);

/** Every path that takes an upgrade, with a chat room of its own. */
export function createWebSocketRoutes(): readonly WebSocketRoute[] {
  const room = new ChatRoom();
  return [
    { path: '/', summary: 'sends back what you send', open: echoMessages },
    { path: '/echo', summary: 'sends back what you send', open: echoMessages },
    { path: '/ws', summary: 'sends back what you send', open: echoMessages },
    { path: '/ticker', summary: 'ten quotes a second', open: pushQuotes },
    {
      path: '/chat',
      summary: 'everyone hears everyone',
      open: (webSocket) => room.join(webSocket),
    },
    { path: '/flood', summary: '?count= messages of ?size= bytes', open: sendFlood },
    { path: '/fragments', summary: 'a message in pieces, a ping between', open: sendFragments },
    { path: '/close/:code', summary: 'closes with this code', open: closeWithCode },
    { path: '/subprotocol', summary: 'takes the first you offer', open: greetWithSubprotocol },
    { path: '/refuse/:status', summary: 'refuses the upgrade', answer: answerRefuse },
    { path: '/bad-accept', summary: 'a wrong Sec-WebSocket-Accept', answer: answerBadAccept },
  ];
}
