import type { WebSocket } from 'ws';

const highWaterBytes = 1_000_000;

/** Sends `data`; while the peer does not read what is queued for it, nothing more is read from it. */
export function sendPaced(webSocket: WebSocket, data: Buffer, options: { binary: boolean }): void {
  webSocket.send(data, options, () => {
    if (webSocket.isPaused && webSocket.bufferedAmount <= highWaterBytes) webSocket.resume();
  });
  if (webSocket.bufferedAmount > highWaterBytes) webSocket.pause();
}

/** Whether so much waits for a slow peer that a message for it should be left out. */
export function isBehind(webSocket: WebSocket): boolean {
  return webSocket.bufferedAmount > highWaterBytes;
}
