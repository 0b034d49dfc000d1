import type { FrameFault } from './frameFault.ts';
import type { RawFrame } from './frameReader.ts';
import { FrameFlag, FrameType } from './frameType.ts';
import { badSetting } from './setting.ts';

/** Whether a type belongs to the connection (stream 0) or to a stream, and how long its payload may be. */
interface FrameRule {
  onConnection: boolean | null;
  fits: (lengthBytes: number) => boolean;
}

const PRIORITY_BYTES = 5;

const rules: Record<number, FrameRule> = {
  [FrameType.data]: { onConnection: false, fits: () => true },
  [FrameType.headers]: { onConnection: false, fits: () => true },
  [FrameType.priority]: { onConnection: false, fits: (length) => length === PRIORITY_BYTES },
  [FrameType.rstStream]: { onConnection: false, fits: (length) => length === 4 },
  [FrameType.settings]: { onConnection: true, fits: (length) => length % 6 === 0 },
  [FrameType.ping]: { onConnection: true, fits: (length) => length === 8 },
  [FrameType.goaway]: { onConnection: true, fits: (length) => length >= 8 },
  [FrameType.windowUpdate]: { onConnection: null, fits: (length) => length === 4 },
  [FrameType.continuation]: { onConnection: false, fits: () => true },
};

/** Whether frames of the type have stream 0. */
export function isOfConnection(type: number): boolean {
  return rules[type]?.onConnection === true;
}

/** What a frame of a server has wrong by its form alone (RFC 9113 §6). */
export function formFault(frame: RawFrame): FrameFault | null {
  const { type, flags, stream, lengthBytes, payload } = frame;
  // We have said that nothing may be pushed.
  if (type === FrameType.pushPromise) return 'WB_HTTP2_PUSH';
  const rule = rules[type];
  if (rule === undefined) return null;
  if (rule.onConnection !== null && rule.onConnection !== (stream === 0))
    return 'WB_HTTP2_WRONG_STREAM';
  const isFullAck = type === FrameType.settings && (flags & FrameFlag.ack) !== 0 && lengthBytes > 0;
  if (!rule.fits(lengthBytes) || isFullAck || lengthBytes < fixedBytes(frame))
    return 'WB_HTTP2_BAD_LENGTH';
  if (fixedBytes(frame) + padLength(frame) > lengthBytes) return 'WB_HTTP2_BAD_PADDING';
  const isBad = type === FrameType.settings && payload !== null && badSetting(payload) !== null;
  return isBad ? 'WB_HTTP2_BAD_SETTING' : null;
}

/** What DATA and HEADERS begin with: the length of their padding, and the priority (RFC 9113 §6.1, §6.2). */
function fixedBytes({ type, flags }: RawFrame): number {
  const hasPriority = type === FrameType.headers && (flags & FrameFlag.priority) !== 0;
  return (isPadded(type, flags) ? 1 : 0) + (hasPriority ? PRIORITY_BYTES : 0);
}

function padLength({ type, flags, payload, paddingBytes }: RawFrame): number {
  if (!isPadded(type, flags)) return 0;
  return type === FrameType.data ? paddingBytes - 1 : (payload?.[0] ?? 0);
}

function isPadded(type: number, flags: number): boolean {
  const mayBePadded = type === FrameType.data || type === FrameType.headers;
  return mayBePadded && (flags & FrameFlag.padded) !== 0;
}
