import { FRAME_HEADER_BYTES } from './frameHeader.ts';
import { FrameFlag, FrameType } from './frameType.ts';

/** What a client sends first (RFC 9113 §3.4). */
export const CLIENT_PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');

const SETTING_BYTES = 6;

/** SETTINGS with pairs of number and value (RFC 9113 §6.5). */
export function settingsFrame(settings: readonly (readonly [number, number])[]): Buffer {
  const frame = newFrame(FrameType.settings, 0, 0, settings.length * SETTING_BYTES);
  for (const [index, [setting, value]] of settings.entries()) {
    const at = FRAME_HEADER_BYTES + index * SETTING_BYTES;
    frame.writeUInt16BE(setting, at);
    frame.writeUInt32BE(value, at + 2);
  }
  return frame;
}

/** Says that the settings of the peer hold now (RFC 9113 §6.5.3). */
export function settingsAckFrame(): Buffer {
  return newFrame(FrameType.settings, FrameFlag.ack, 0, 0);
}

/** The answer to a PING (RFC 9113 §6.7). */
export function pingAckFrame(opaque: Uint8Array): Buffer {
  const frame = newFrame(FrameType.ping, FrameFlag.ack, 0, opaque.length);
  frame.set(opaque, FRAME_HEADER_BYTES);
  return frame;
}

/** Lets the peer send so many bytes more; stream 0 is the connection (RFC 9113 §6.9). */
export function windowUpdateFrame(stream: number, incrementBytes: number): Buffer {
  return numberFrame(FrameType.windowUpdate, stream, incrementBytes);
}

/** Ends a stream at once (RFC 9113 §6.4). */
export function rstStreamFrame(stream: number, code: number): Buffer {
  return numberFrame(FrameType.rstStream, stream, code);
}

/** Ends the connection; the server has opened no stream (RFC 9113 §6.8). */
export function goAwayFrame(code: number): Buffer {
  const frame = newFrame(FrameType.goaway, 0, 0, 8);
  frame.writeUInt32BE(0, FRAME_HEADER_BYTES);
  frame.writeUInt32BE(code, FRAME_HEADER_BYTES + 4);
  return frame;
}

/** HEADERS, and CONTINUATION for what is beyond the size of one frame (RFC 9113 §6.2, §6.10). */
export function headersFrames(
  stream: number,
  block: Buffer,
  endStream: boolean,
  maxFrameBytes: number,
): Buffer[] {
  const frames: Buffer[] = [];
  let at = 0;
  do {
    const piece = block.subarray(at, at + maxFrameBytes);
    const type = at === 0 ? FrameType.headers : FrameType.continuation;
    at += piece.length;
    const ends = at === block.length ? FrameFlag.endHeaders : 0;
    const flags = ends | (type === FrameType.headers && endStream ? FrameFlag.endStream : 0);
    const frame = newFrame(type, flags, stream, piece.length);
    frame.set(piece, FRAME_HEADER_BYTES);
    frames.push(frame);
  } while (at < block.length);
  return frames;
}

/** What stands before so many bytes of a stream (RFC 9113 §6.1). */
export function dataHeader(stream: number, lengthBytes: number, endStream: boolean): Buffer {
  const header = Buffer.allocUnsafe(FRAME_HEADER_BYTES);
  writeHeader(header, FrameType.data, endStream ? FrameFlag.endStream : 0, stream, lengthBytes);
  return header;
}

function numberFrame(type: number, stream: number, value: number): Buffer {
  const frame = newFrame(type, 0, stream, 4);
  frame.writeUInt32BE(value, FRAME_HEADER_BYTES);
  return frame;
}

/** Its payload is still to be written. */
function newFrame(type: number, flags: number, stream: number, lengthBytes: number): Buffer {
  const frame = Buffer.allocUnsafe(FRAME_HEADER_BYTES + lengthBytes);
  writeHeader(frame, type, flags, stream, lengthBytes);
  return frame;
}

function writeHeader(
  frame: Buffer,
  type: number,
  flags: number,
  stream: number,
  lengthBytes: number,
): void {
  frame.writeUIntBE(lengthBytes, 0, 3);
  frame[3] = type;
  frame[4] = flags;
  frame.writeUInt32BE(stream, 5);
}
