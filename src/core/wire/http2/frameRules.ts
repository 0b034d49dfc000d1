import { Http2Error } from './errorCode.ts';
import type { RawFrame } from './frameReader.ts';
import { FrameFlag, FrameType } from './frameType.ts';
import { readSettings, Setting } from './setting.ts';

/** Whether a type belongs to the connection (stream 0) or to a stream, and how long its payload may be. */
interface FrameRule {
  onConnection: boolean | null;
  fits: (lengthBytes: number) => boolean;
}

const LARGEST_WINDOW_BYTES = 0x7fff_ffff;
const SMALLEST_MAX_FRAME_BYTES = 16_384;
const LARGEST_MAX_FRAME_BYTES = 16_777_215;

const rules: Record<number, FrameRule> = {
  [FrameType.data]: { onConnection: false, fits: () => true },
  [FrameType.headers]: { onConnection: false, fits: () => true },
  [FrameType.priority]: { onConnection: false, fits: (length) => length === 5 },
  [FrameType.rstStream]: { onConnection: false, fits: (length) => length === 4 },
  [FrameType.settings]: { onConnection: true, fits: (length) => length % 6 === 0 },
  [FrameType.ping]: { onConnection: true, fits: (length) => length === 8 },
  [FrameType.goaway]: { onConnection: true, fits: (length) => length >= 8 },
  [FrameType.windowUpdate]: { onConnection: null, fits: (length) => length === 4 },
  [FrameType.continuation]: { onConnection: false, fits: () => true },
};

/** The error of the connection that a frame is by its form alone (RFC 9113 §6); `null` where it is none. */
export function formError(frame: RawFrame): number | null {
  const { type, flags, stream, lengthBytes } = frame;
  // We have said that nothing may be pushed.
  if (type === FrameType.pushPromise) return Http2Error.protocolError;
  const rule = rules[type];
  if (rule === undefined) return null;
  if (rule.onConnection !== null && rule.onConnection !== (stream === 0))
    return Http2Error.protocolError;
  const isFullAck = type === FrameType.settings && (flags & FrameFlag.ack) !== 0 && lengthBytes > 0;
  return rule.fits(lengthBytes) && !isFullAck ? null : Http2Error.frameSizeError;
}

/** The error of the connection that settings are by their values (RFC 9113 §6.5.2); `null` where they are none. */
export function settingsError(settings: ReturnType<typeof readSettings>): number | null {
  for (const [setting, value] of settings) {
    if (setting === Setting.initialWindowSize && value > LARGEST_WINDOW_BYTES)
      return Http2Error.flowControlError;
    const isFlag = setting === Setting.enablePush || setting === Setting.enableConnectProtocol;
    const isFrameSize = setting === Setting.maxFrameSize;
    if (isFlag && value > 1) return Http2Error.protocolError;
    if (isFrameSize && (value < SMALLEST_MAX_FRAME_BYTES || value > LARGEST_MAX_FRAME_BYTES))
      return Http2Error.protocolError;
  }
  return null;
}
