import { randomBytes } from 'node:crypto';
import type { OutboundFrame } from '../conversation/channel.ts';

const FIN = 0x80;
const MASK = 0x80;
const LONGEST_7_BIT_LENGTH = 125;
const LONGEST_16_BIT_LENGTH = 0xffff;

/** The bytes of a frame (RFC 6455 §5.2); nothing is checked, that is what it is for. */
export function encodeFrame({ fin, rsv, opcode, mask, payload }: OutboundFrame): Buffer {
  const first = (fin ? FIN : 0) | (rsv << 4) | opcode;
  const maskBit = mask === null ? 0 : MASK;
  const head = Buffer.concat([Buffer.of(first), encodeLength(payload.length, maskBit)]);
  if (mask === null) return Buffer.concat([head, payload]);
  const key = mask === 'random' ? randomBytes(4) : Buffer.alloc(4);
  if (mask !== 'random') key.writeUInt32BE(mask);
  return Buffer.concat([head, key, payload.map((byte, index) => byte ^ key[index & 3]!)]);
}

function encodeLength(lengthBytes: number, maskBit: number): Buffer {
  if (lengthBytes <= LONGEST_7_BIT_LENGTH) return Buffer.of(maskBit | lengthBytes);
  if (lengthBytes <= LONGEST_16_BIT_LENGTH) {
    return Buffer.of(maskBit | 126, lengthBytes >> 8, lengthBytes & 0xff);
  }
  const long = Buffer.alloc(9);
  long[0] = maskBit | 127;
  long.writeBigUInt64BE(BigInt(lengthBytes), 1);
  return long;
}
