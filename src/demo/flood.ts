import type { WebSocket } from 'ws';
import type { WebSocketCall } from './webSocketCall.ts';

const mostMessages = 10_000_000;
const largestBytes = 1_000_000;
const batchBytes = 256_000;

/** Sends `?count=` texts (default 1,000) of `?size=` bytes (default 100) as fast as the peer reads, then closes with 1000. */
export async function sendFlood(webSocket: WebSocket, call: WebSocketCall): Promise<void> {
  const count = readLimited(call.url, 'count', 1000, mostMessages);
  const sizeBytes = readLimited(call.url, 'size', 100, largestBytes);
  const batch = Math.max(1, Math.floor(batchBytes / Math.max(1, sizeBytes)));
  for (let sent = 0; sent < count && webSocket.readyState === webSocket.OPEN; sent += batch) {
    call.socket.cork();
    const drained = sendBatch(webSocket, sent, Math.min(sent + batch, count), sizeBytes);
    call.socket.uncork();
    await drained;
  }
  webSocket.close(1000, `${count} messages`);
}

/** Resolves when the last message has left for the system: that is the back-pressure. */
function sendBatch(webSocket: WebSocket, from: number, to: number, size: number): Promise<void> {
  return new Promise((resolve) => {
    for (let number = from; number < to; number += 1) {
      const text = `#${number + 1} `.padEnd(size, 'x').slice(0, size);
      const isLast = number === to - 1;
      webSocket.send(text, { compress: false }, isLast ? () => resolve() : undefined);
    }
  });
}

function readLimited(url: URL, name: string, standard: number, most: number): number {
  const value = Number(url.searchParams.get(name) ?? standard);
  return Number.isInteger(value) && value >= 0 ? Math.min(value, most) : standard;
}
