import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { Sender, WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

/** Frames that are written at once: enough that the sender does not bound the result. */
const framesPerWrite = 2048;

/**
 * A process of its own: `GET /?opcode=&count=&size=` upgrades, then pushes `count` messages of `size` bytes as fast as
 * the socket takes them and closes with 1000. Prints its port, runs until it is killed.
 */
const upgrades = new WebSocketServer({ noServer: true });
const server = createServer();
server.on('upgrade', (request, socket, head) => {
  const { searchParams } = new URL(request.url ?? '/', 'ws://localhost');
  const [opcode = 2, count = 0, size = 0] = ['opcode', 'count', 'size'].map((name) =>
    Number(searchParams.get(name)),
  );
  upgrades.handleUpgrade(request, socket, head, (client) => {
    void flood(socket, frameOf(opcode, size), count).then(() => end(client));
  });
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));

function frameOf(opcode: number, size: number): Buffer {
  const options = { fin: true, opcode, mask: false, readOnly: true, rsv1: false };
  return Buffer.concat(Sender.frame(Buffer.alloc(size, '{"price":101.25} '), options));
}

async function flood(socket: Duplex, frame: Buffer, count: number): Promise<void> {
  const many = Buffer.concat(Array.from({ length: framesPerWrite }, () => frame));
  for (let sent = 0; sent < count; sent += framesPerWrite) {
    const frames = Math.min(framesPerWrite, count - sent);
    const room = socket.write(many.subarray(0, frames * frame.length));
    if (!room) await new Promise((resolve) => socket.once('drain', resolve));
  }
}

function end(client: WebSocket): void {
  client.close(1000);
}
