import type { ByteSource } from './byteLog.ts';
import type { ExchangeLog } from './exchangeLog.ts';
import type { Frame } from './frameLog.ts';
import type { Disclosure } from './masker.ts';
import type { Message } from './messageLog.ts';

/** Bytes that can be read in slices. */
export interface Payload {
  readonly lengthBytes: number;
  /** No further than the end; `null` where any of them fell out. May be a view of the log: read only. */
  read(offset: number, lengthBytes: number): Buffer | null;
}

/** A slice with secrets masked, also those that reach over its borders; `null` where it fell out. */
export function readShown(
  payload: Payload,
  offset: number,
  lengthBytes: number,
  disclosure: Disclosure,
): Buffer | null {
  const margin = disclosure.longestSecretBytes;
  const start = Math.max(0, offset - margin);
  const end = Math.min(payload.lengthBytes, offset + lengthBytes);
  if (end <= offset) return Buffer.alloc(0);
  const around = payload.read(start, end + margin - start);
  if (around !== null) return disclosure.bytes(around).subarray(offset - start, end - start);
  const bytes = payload.read(offset, end - offset);
  return bytes === null ? null : disclosure.bytes(bytes);
}

/** The payload with its secrets masked. */
export function maskedPayload(payload: Payload, disclosure: Disclosure): Payload {
  return {
    lengthBytes: payload.lengthBytes,
    read: (offset, lengthBytes) => readShown(payload, offset, lengthBytes, disclosure),
  };
}

/** A stretch of a byte log. */
export function logPayload(log: ByteSource, start = 0, end = log.lengthBytes): Payload {
  return {
    lengthBytes: end - start,
    read: (offset, lengthBytes) =>
      log.slice(start + offset, Math.min(lengthBytes, end - start - offset)),
  };
}

/** Bytes that are in memory as a whole. */
export function memoryPayload(bytes: Buffer): Payload {
  return {
    lengthBytes: bytes.length,
    read: (offset, lengthBytes) => bytes.subarray(offset, offset + lengthBytes),
  };
}

/** Payloads one after the other. */
export function joinedPayload(parts: readonly Payload[]): Payload {
  return {
    lengthBytes: parts.reduce((sum, part) => sum + part.lengthBytes, 0),
    read(offset, lengthBytes) {
      const pieces: Buffer[] = [];
      let partStart = 0;
      for (const part of parts) {
        const from = Math.max(offset - partStart, 0);
        const until = Math.min(offset + lengthBytes - partStart, part.lengthBytes);
        partStart += part.lengthBytes;
        if (until <= from) continue;
        const piece = part.read(from, until - from);
        if (piece === null) return null;
        pieces.push(piece);
      }
      return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
    },
  };
}

/** What a frame carries, unmasked (RFC 6455 §5.3), still compressed where it was. */
export function framePayload(exchange: ExchangeLog, frame: Frame): Payload {
  const log = exchange.connection(frame.connection)?.log(frame.direction);
  const start = frame.offset + frame.headerBytes;
  return {
    lengthBytes: frame.payloadBytes,
    read(offset, lengthBytes) {
      const wanted = Math.min(lengthBytes, frame.payloadBytes - offset);
      const bytes = log?.slice(start + offset, wanted) ?? null;
      return bytes !== null && frame.masked ? unmask(bytes, frame.mask, offset) : bytes;
    },
  };
}

/** What a message says: inflated if it was compressed, else what its frames carry, put together. */
export function messagePayload(exchange: ExchangeLog, message: Message): Payload {
  if (message.compressed) {
    const start = message.inflatedOffset;
    return logPayload(exchange.messages.inflated, start, start + message.bytes);
  }
  return {
    lengthBytes: message.bytes,
    read: (offset, lengthBytes) => readFragments(exchange, message, offset, lengthBytes),
  };
}

function readFragments(
  exchange: ExchangeLog,
  message: Message,
  offset: number,
  lengthBytes: number,
): Buffer | null {
  const pieces: Buffer[] = [];
  let frameStart = 0;
  const end = offset + lengthBytes;
  for (let row = message.firstFrame; row <= message.lastFrame && frameStart < end; row++) {
    const frame = exchange.frames.read(row);
    if (frame === null) return null;
    if (frame.direction !== message.direction || frame.opcode >= 8) continue;
    const frameEnd = frameStart + frame.payloadBytes;
    if (frameEnd > offset) {
      const from = Math.max(offset - frameStart, 0);
      const piece = framePayload(exchange, frame).read(from, end - frameStart - from);
      if (piece === null) return null;
      pieces.push(piece);
    }
    frameStart = frameEnd;
  }
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}

/** `offset` is the place of the first byte in the frame's payload (RFC 6455 §5.3). */
function unmask(bytes: Buffer, mask: number, offset: number): Buffer {
  const plain = Buffer.allocUnsafe(bytes.length);
  for (let index = 0; index < bytes.length; index++) {
    plain[index] = bytes[index]! ^ (mask >>> (24 - 8 * ((offset + index) & 3)));
  }
  return plain;
}
