import type { HeaderField } from '../wireFacts.ts';
import type { FrameFault } from './frameFault.ts';
import type { RawFrame } from './frameReader.ts';
import { FrameType } from './frameType.ts';
import type { BlockStep } from './headerBlocks.ts';
import type { StreamEvidence } from './streamEvidence.ts';

const FIRST_FINAL_STATUS = 200;
const SWITCHING_PROTOCOLS = 101;
const STATUS = /^[1-9]\d\d$/;
/** RFC 9110 §5.6.2, RFC 9113 §8.2.1. */
const LOWER_CASE_TOKEN = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
// These controls are what must be found.
const FORBIDDEN_IN_VALUE = /[\0\r\n]/;
/** Fields of one connection (RFC 9113 §8.2.2). */
const OF_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

/** What a frame has wrong as a part of the response on its stream (RFC 9113 §8). What came before has been observed. */
export function messageFault(
  { type }: RawFrame,
  { fields, endsStream }: BlockStep,
  { fault, reset, hasHead }: StreamEvidence,
): FrameFault | null {
  // What was still on its way when the stream was over is nobody's message.
  if (fault !== null || reset !== null) return null;
  if (type === FrameType.data) return hasHead ? null : 'WB_HTTP2_MALFORMED';
  if (fields === null) return null;
  return hasHead ? trailersFault(fields, endsStream) : headFault(fields, endsStream);
}

/** What a field has wrong that stands behind the status. */
export function fieldFault([name, value]: HeaderField): FrameFault | null {
  if (name.startsWith(':')) return 'WB_HTTP_FORBIDDEN_TRAILER';
  if (!LOWER_CASE_TOKEN.test(name)) return 'WB_HTTP2_BAD_FIELD_NAME';
  if (OF_CONNECTION.has(name)) return 'WB_HTTP2_CONNECTION_FIELD';
  return FORBIDDEN_IN_VALUE.test(value) ? 'WB_HTTP2_BAD_FIELD_VALUE' : null;
}

/** A status first and once, then fields of the message. */
function headFault(fields: readonly HeaderField[], endsStream: boolean): FrameFault | null {
  const [name, value] = fields[0] ?? ['', ''];
  const status = Number(value);
  if (name !== ':status' || !STATUS.test(value) || status === SWITCHING_PROTOCOLS)
    return 'WB_HTTP2_BAD_STATUS';
  const fault = firstFault(fields, 1);
  if (fault !== null) return fault === 'WB_HTTP_FORBIDDEN_TRAILER' ? 'WB_HTTP2_BAD_STATUS' : fault;
  return status < FIRST_FINAL_STATUS && endsStream ? 'WB_HTTP2_MALFORMED' : null;
}

function trailersFault(fields: readonly HeaderField[], endsStream: boolean): FrameFault | null {
  return firstFault(fields, 0) ?? (endsStream ? null : 'WB_HTTP2_MALFORMED');
}

function firstFault(fields: readonly HeaderField[], from: number): FrameFault | null {
  for (let index = from; index < fields.length; index++) {
    const fault = fieldFault(fields[index]!);
    if (fault !== null) return fault;
  }
  return null;
}
