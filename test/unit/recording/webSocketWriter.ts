import type { Recording } from '../../../src/core/recording/recording.ts';
import type { PreparedRequest } from '../../../src/core/runner/preparedRequest.ts';
import type { Direction } from '../../../src/core/wire/wireFacts.ts';
import type { ConnectionSink, ExchangeSink } from '../../../src/core/wire/sink.ts';
import { preparedRequest } from './requests.ts';

interface FrameParts {
  opcode: number;
  payload: Uint8Array;
  fin?: boolean;
  rsv?: number;
  mask?: number;
}

/** Writes frames into a recording as the wire does: bytes first, then what they mean. */
export class WebSocketWriter {
  readonly exchange: ExchangeSink;
  readonly connection: ConnectionSink;

  constructor(recording: Recording, request: PreparedRequest = preparedRequest()) {
    this.exchange = recording.begin(request);
    this.connection = recording.openConnection();
    this.exchange.useConnection(this.connection.id);
  }

  frame(direction: Direction, parts: FrameParts): number {
    const { opcode, payload, fin = true, rsv = 0, mask } = parts;
    const bytes = frameBytes(parts);
    const offset = this.connection.bytes(direction, bytes);
    return this.exchange.frame({
      connection: this.connection.id,
      direction,
      fin,
      rsv,
      opcode,
      masked: mask !== undefined,
      mask: mask ?? 0,
      headerBytes: bytes.length - payload.length,
      payloadBytes: payload.length,
      offset,
    });
  }

  /** A text message in one frame. */
  text(direction: Direction, text: string, mask?: number): number {
    const payload = Buffer.from(text);
    const masking = mask === undefined ? {} : { mask };
    const frame = this.frame(direction, { opcode: 1, payload, ...masking });
    return this.#message(direction, 'text', frame, payload.length);
  }

  binary(direction: Direction, payload: Uint8Array): number {
    const frame = this.frame(direction, { opcode: 2, payload });
    return this.#message(direction, 'binary', frame, payload.length);
  }

  /** A message that was compressed: `wire` stands for its DEFLATE bytes. */
  compressed(direction: Direction, text: string, wire: Uint8Array): number {
    const frame = this.frame(direction, { opcode: 1, rsv: 4, payload: wire });
    const inflated = Buffer.from(text);
    return this.exchange.message({
      direction,
      type: 'text',
      firstFrame: frame,
      lastFrame: frame,
      fragments: 1,
      compressed: true,
      inflated,
      bytes: inflated.length,
      wireBytes: wire.length + 2,
    });
  }

  #message(direction: Direction, type: 'text' | 'binary', frame: number, bytes: number): number {
    return this.exchange.message({
      direction,
      type,
      firstFrame: frame,
      lastFrame: frame,
      fragments: 1,
      compressed: false,
      bytes,
      wireBytes: bytes + 2,
    });
  }
}

/** A frame on the wire (RFC 6455 §5.2). */
export function frameBytes({ opcode, payload, fin = true, rsv = 0, mask }: FrameParts): Buffer {
  const first = (fin ? 0x80 : 0) | (rsv << 4) | opcode;
  const maskBit = mask === undefined ? 0 : 0x80;
  const header = [first, maskBit | Math.min(payload.length, payload.length > 65535 ? 127 : 126)];
  if (payload.length < 126) header[1] = maskBit | payload.length;
  else if (payload.length <= 65535) header.push(payload.length >> 8, payload.length & 0xff);
  else header.push(0, 0, 0, 0, ...uint32(payload.length));
  if (mask === undefined) return Buffer.concat([Buffer.from(header), payload]);
  const key = uint32(mask);
  const masked = payload.map((byte, index) => byte ^ key[index % 4]!);
  return Buffer.concat([Buffer.from([...header, ...key]), masked]);
}

function uint32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}
