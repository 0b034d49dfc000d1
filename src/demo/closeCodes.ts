import type { WebSocket } from 'ws';
import type { WebSocketCall } from './webSocketCall.ts';

const policyViolation = 1008;
const finalCloseFrame = 0x88;

/** Closes at once with `code`; codes that must not be sent (RFC 6455 §7.4) go out all the same, as a fault to look at. */
export function closeWithCode(webSocket: WebSocket, call: WebSocketCall): void {
  const code = Number(call.params['code']);
  if (!Number.isInteger(code) || code < 0 || code > 0xffff) {
    webSocket.close(policyViolation, 'The code must be a number from 0 to 65535.');
    return;
  }
  try {
    webSocket.close(code, '再见');
  } catch {
    // The library refuses to send the code: written by hand.
    call.socket.end(Buffer.from([finalCloseFrame, 2, code >> 8, code & 0xff]));
  }
}
