import type { WebSocket } from 'ws';

const text = '一条消息，三个分片：one message in three fragments.';

/** Sends one text in three fragments with a ping between (RFC 6455 §5.4), and every message of the peer likewise. */
export function sendFragments(webSocket: WebSocket): void {
  sendInThree(webSocket, Buffer.from(text), false);
  webSocket.on('message', (data, isBinary) => sendInThree(webSocket, data as Buffer, isBinary));
}

/** Cuts by bytes, so a cut may fall inside a character: only the whole message must be UTF-8 (§5.6). */
function sendInThree(webSocket: WebSocket, data: Buffer, binary: boolean): void {
  const third = Math.floor(data.length / 3);
  webSocket.send(data.subarray(0, third), { binary, fin: false });
  webSocket.ping('between');
  webSocket.send(data.subarray(third, 2 * third), { binary, fin: false });
  webSocket.send(data.subarray(2 * third), { binary, fin: true });
}
