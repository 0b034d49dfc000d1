import { STATUS_CODES } from 'node:http';
import { boundedInteger } from './routeError.ts';
import { refuseUpgrade, type WebSocketCall } from './webSocketCall.ts';

/** Refuses with any final status, 200 included. */
export function answerRefuse(call: WebSocketCall): void {
  const status = boundedInteger(call.params['status'] ?? '', 'status', 200, 599);
  const reason = STATUS_CODES[status] ?? 'not registered';
  refuseUpgrade(call.socket, status, { status, reason, message: '服务器拒绝了升级' });
}

/** Switches protocols with an Accept that does not follow from the key: a client must fail (RFC 6455 §4.1). */
export function answerBadAccept(call: WebSocketCall): void {
  const head = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Accept: dGhpcyBpcyBub3QgaXQuLi4=',
  ];
  call.socket.write(`${head.join('\r\n')}\r\n\r\n`);
}
