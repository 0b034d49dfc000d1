import { isUtf8 } from 'node:buffer';
import { WireError } from '../../errors/wireError.ts';
import { CloseCode, mayBeSent } from './closeCode.ts';
import { frameFault } from './frameFault.ts';

const LONGEST_REASON_BYTES = 123;

/** What a close frame says (RFC 6455 §5.5.1); the code is 1005 where the payload is empty. */
export interface ClosePayload {
  code: number;
  reason: string;
}

/** Reads the unmasked payload of a close frame from the server; a fault if it breaks the rules. */
export function readClosePayload(payload: Uint8Array): ClosePayload | WireError {
  if (payload.length === 1) {
    return badPayload('one byte is neither empty nor a code', CloseCode.protocolError);
  }
  const close = decodeClosePayload(payload);
  if (payload.length > 0 && !mayBeSent(close.code)) {
    return frameFault('WB_WS_BAD_CLOSE_CODE', 'RFC 6455 §7.4', { code: String(close.code) });
  }
  if (!isUtf8(payload.subarray(2))) {
    return badPayload('the reason is not UTF-8', CloseCode.invalidPayload);
  }
  return close;
}

/** Reads a close payload without judging it. */
export function decodeClosePayload(payload: Uint8Array): ClosePayload {
  if (payload.length < 2) return { code: CloseCode.noStatus, reason: '' };
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.length);
  return { code: bytes.readUInt16BE(0), reason: bytes.toString('utf8', 2) };
}

function badPayload(reason: string, closeCode: number): WireError {
  return frameFault('WB_WS_BAD_CLOSE_PAYLOAD', 'RFC 6455 §5.5.1', { reason }, closeCode);
}

/** Throws `WB_INVALID_REQUEST` if a close frame must not say this. */
export function checkClose(code: number, reason: string): void {
  if (!mayBeSent(code)) {
    throw invalid(
      `the close code ${code} must not be sent (allowed: 1000–1003, 1007–1014, 3000–4999; RFC 6455 §7.4).`,
    );
  }
  const lengthBytes = Buffer.byteLength(reason);
  if (lengthBytes > LONGEST_REASON_BYTES) {
    throw invalid(
      `the close reason is ${lengthBytes} bytes long, ${LONGEST_REASON_BYTES} are allowed (RFC 6455 §5.5).`,
    );
  }
}

/** Something was asked of the WebSocket that it cannot do. */
export function invalid(reason: string): WireError {
  return new WireError('WB_INVALID_REQUEST', 'frames', { params: { reason } });
}
