import type { Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { FrameType } from '../../src/core/wire/http2/frameType.ts';
import { serveTcp } from './httpServers.ts';
import type { TestServer } from './httpServers.ts';

const headerBytes = 9;
const prefaceBytes = 24;

/** An HTTP/2 frame as bytes, however wrong (RFC 9113 §4.1). */
export function http2Frame(
  type: number,
  flags: number,
  stream: number,
  payload: Buffer = Buffer.alloc(0),
  lengthBytes = payload.length,
): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUIntBE(lengthBytes, 0, 3);
  header[3] = type;
  header[4] = flags;
  header.writeUInt32BE(stream, 5);
  return Buffer.concat([header, payload]);
}

/** A server that sends SETTINGS, waits for HEADERS of a request, and then does what the script says. */
export function serveRawHttp2(
  t: TestContext,
  script: (socket: Socket) => void,
): Promise<TestServer> {
  return serveTcp(t, (socket) => {
    let isAsked = false;
    socket.write(http2Frame(FrameType.settings, 0, 0));
    onHeaders(socket, () => {
      if (isAsked) return;
      isAsked = true;
      socket.write(http2Frame(FrameType.settings, 1, 0));
      script(socket);
    });
  });
}

/** Says which stream each HEADERS of a client opens. */
export function onHeaders(socket: Socket, opened: (stream: number) => void): void {
  let received = Buffer.alloc(0);
  let at = prefaceBytes;
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    while (at + headerBytes <= received.length) {
      if (received[at + 3] === FrameType.headers) opened(received.readUInt32BE(at + 5));
      at += headerBytes + received.readUIntBE(at, 3);
    }
  });
}

/** A field that is not indexed, name and value as they are (RFC 7541 §6.2.2). */
export function literal(name: string, value: string): Buffer {
  const [first, second] = [Buffer.from(name), Buffer.from(value)];
  return Buffer.concat([Buffer.of(0, first.length), first, Buffer.of(second.length), second]);
}

/** A setting as it stands in SETTINGS (RFC 9113 §6.5.1). */
export function setting(number: number, value: number): Buffer {
  const payload = Buffer.alloc(6);
  payload.writeUInt16BE(number, 0);
  payload.writeUInt32BE(value, 2);
  return payload;
}

/** A number of four bytes, as increments, streams and error codes are. */
export function uint32(value: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(value);
  return payload;
}
