import type { WireErrorCode } from '../../errors/wireError.ts';
import { WireError } from '../../errors/wireError.ts';
import type { FrameFields } from '../sink.ts';
import { CloseCode } from './closeCode.ts';
import { isControl, isKnownOpcode, Opcode } from './opcode.ts';

const LONGEST_CONTROL_PAYLOAD_BYTES = 125;
const LONGEST_16_BIT_LENGTH = 0xffff;
const HIGHEST_LENGTH_BIT = 2 ** 63;
const RSV1 = 4;

/** What the rules for a frame header need to know of the stream. */
export interface StreamState {
  /** permessage-deflate was agreed on, so RSV1 has a meaning. */
  readonly deflate: boolean;
  readonly maxPayloadBytes: number;
  /** A fragmented message has begun and not ended. */
  inMessage: boolean;
  /** Payload bytes of that message so far. */
  messageBytes: number;
}

/** A violation in the frames that the server sent; `section` of `rfc` says the rule. */
export function frameFault(
  code: WireErrorCode,
  rfc: string,
  params: Record<string, string> = {},
  closeCode: number = CloseCode.protocolError,
  cause?: unknown,
): WireError {
  return new WireError(code, 'frames', { closeCode, params: { rfc, ...params }, cause });
}

/** What is wrong with the header of a frame from the server; `null` if nothing is. */
export function headerFault(frame: FrameFields, stream: StreamState): WireError | null {
  return (
    reservedBitFault(frame, stream) ??
    kindFault(frame) ??
    controlFault(frame) ??
    lengthFault(frame) ??
    orderFault(frame, stream) ??
    sizeFault(frame, stream)
  );
}

function reservedBitFault(frame: FrameFields, stream: StreamState): WireError | null {
  if (frame.rsv === 0) return null;
  const begins = frame.opcode === Opcode.text || frame.opcode === Opcode.binary;
  const wrong = stream.deflate && begins ? frame.rsv & ~RSV1 : frame.rsv;
  if (wrong === 0) return null;
  const bits = ['RSV1', 'RSV2', 'RSV3'].filter((_, index) => (wrong & (RSV1 >> index)) !== 0);
  return frameFault('WB_WS_RESERVED_BIT', 'RFC 6455 §5.2', { bit: bits.join(', ') });
}

function kindFault(frame: FrameFields): WireError | null {
  if (!isKnownOpcode(frame.opcode)) {
    const opcode = `0x${frame.opcode.toString(16)}`;
    return frameFault('WB_WS_UNKNOWN_OPCODE', 'RFC 6455 §5.2', { opcode });
  }
  return frame.masked ? frameFault('WB_WS_MASKED_FRAME', 'RFC 6455 §5.1') : null;
}

function controlFault(frame: FrameFields): WireError | null {
  if (!isControl(frame.opcode)) return null;
  if (!frame.fin) return frameFault('WB_WS_CONTROL_FRAGMENTED', 'RFC 6455 §5.5');
  if (frame.payloadBytes <= LONGEST_CONTROL_PAYLOAD_BYTES) return null;
  return frameFault('WB_WS_CONTROL_TOO_LONG', 'RFC 6455 §5.5', {
    length: String(frame.payloadBytes),
  });
}

function lengthFault(frame: FrameFields): WireError | null {
  const reason = lengthComplaint(frame);
  return reason === null ? null : frameFault('WB_WS_BAD_LENGTH', 'RFC 6455 §5.2', { reason });
}

function lengthComplaint({ headerBytes, payloadBytes }: FrameFields): string | null {
  if (headerBytes === 2) return null;
  if (payloadBytes >= HIGHEST_LENGTH_BIT) return 'the highest bit of the 64-bit length is set';
  const bits = headerBytes === 4 ? 16 : 64;
  const largestShorter = bits === 16 ? LONGEST_CONTROL_PAYLOAD_BYTES : LONGEST_16_BIT_LENGTH;
  if (payloadBytes > largestShorter) return null;
  return `${payloadBytes} is written with ${bits} bits`;
}

function orderFault(frame: FrameFields, stream: StreamState): WireError | null {
  if (isControl(frame.opcode)) return null;
  const continues = frame.opcode === Opcode.continuation;
  if (continues === stream.inMessage) return null;
  const reason = continues
    ? 'a continuation frame, but no message has begun'
    : 'a new message before the last fragment of the one before';
  return frameFault('WB_WS_BAD_CONTINUATION', 'RFC 6455 §5.4', { reason });
}

function sizeFault(frame: FrameFields, stream: StreamState): WireError | null {
  if (isControl(frame.opcode)) return null;
  if (stream.messageBytes + frame.payloadBytes <= stream.maxPayloadBytes) return null;
  return tooLargeFault(stream.maxPayloadBytes);
}

/** A message that is longer than we accept. */
export function tooLargeFault(limitBytes: number): WireError {
  const params = { limit: `${limitBytes} bytes` };
  return frameFault('WB_WS_MESSAGE_TOO_LARGE', 'RFC 6455 §7.4.1', params, CloseCode.messageTooBig);
}

/** A text message that is not UTF-8. */
export function badUtf8Fault(): WireError {
  return frameFault('WB_WS_BAD_UTF8', 'RFC 6455 §8.1', {}, CloseCode.invalidPayload);
}
