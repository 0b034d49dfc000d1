import type { WireErrorCode } from '../../errors/wireError.ts';
import { Http2Error } from './errorCode.ts';
import type { RawFrame } from './frameReader.ts';
import { isOfConnection } from './frameRules.ts';
import { badSetting, Setting } from './setting.ts';

/** How a fault is answered. */
interface FaultRule {
  /** Who has to suffer for it (RFC 9113 §5.4); `null`: the one that the frame belongs to. */
  ends: 'connection' | 'stream' | null;
  error: number;
  /** Of RFC 9113; `null`: the one of the type. */
  section: string | null;
}

const { protocolError, frameSizeError, flowControlError, compressionError, enhanceYourCalm } =
  Http2Error;

/** Sections are those of RFC 9113. */
const rules = {
  WB_HTTP2_BAD_PREFACE: { ends: 'connection', error: protocolError, section: '3.4' },
  WB_HTTP2_FRAME_TOO_LARGE: { ends: 'connection', error: frameSizeError, section: '4.2' },
  WB_HTTP2_FLOW_CONTROL: { ends: 'connection', error: flowControlError, section: '6.9.1' },
  WB_HTTP2_BAD_HPACK: { ends: 'connection', error: compressionError, section: '4.3' },
  WB_HTTP_HEADERS_TOO_LARGE: { ends: 'connection', error: enhanceYourCalm, section: '10.5.1' },
  WB_HTTP2_BAD_LENGTH: { ends: 'connection', error: frameSizeError, section: null },
  WB_HTTP2_WRONG_STREAM: { ends: 'connection', error: protocolError, section: null },
  WB_HTTP2_BAD_PADDING: { ends: 'connection', error: protocolError, section: null },
  WB_HTTP2_MISPLACED_FRAME: { ends: 'connection', error: protocolError, section: '6.10' },
  WB_HTTP2_BAD_SETTING: { ends: 'connection', error: protocolError, section: '6.5.2' },
  WB_HTTP2_BAD_INCREMENT: { ends: null, error: protocolError, section: '6.9' },
  WB_HTTP2_WINDOW_OVERFLOW: { ends: null, error: flowControlError, section: '6.9.1' },
  WB_HTTP2_PUSH: { ends: 'connection', error: protocolError, section: '8.4' },
  WB_HTTP2_BAD_STATUS: { ends: 'stream', error: protocolError, section: '8.3.2' },
  WB_HTTP2_BAD_FIELD_NAME: { ends: 'stream', error: protocolError, section: '8.2.1' },
  WB_HTTP2_BAD_FIELD_VALUE: { ends: 'stream', error: protocolError, section: '8.2.1' },
  WB_HTTP2_CONNECTION_FIELD: { ends: 'stream', error: protocolError, section: '8.2.2' },
  WB_HTTP2_MALFORMED: { ends: 'stream', error: protocolError, section: '8.1' },
  WB_HTTP_FORBIDDEN_TRAILER: { ends: 'stream', error: protocolError, section: '8.1' },
} as const satisfies Partial<Record<WireErrorCode, FaultRule>>;

/** What can be wrong with a frame. */
export type FrameFault = keyof typeof rules;
/** All of them. */
export const frameFaults = Object.keys(rules) as FrameFault[];

/** A fault as the failure of a request tells it. */
export interface ToldFault {
  code: WireErrorCode;
  params: Record<string, string>;
}

/** The frame at fault. */
export type FaultyFrame = Pick<RawFrame, 'type' | 'flags' | 'stream' | 'lengthBytes' | 'payload'>;

/** Whether all streams of the connection have to suffer for a fault of a frame on this one. */
export function endsConnection(fault: FrameFault, stream: number): boolean {
  const { ends }: FaultRule = rules[fault];
  return (ends ?? (stream === 0 ? 'connection' : 'stream')) === 'connection';
}

/** The error that a fault is answered with. */
export function errorOf(fault: FrameFault, payload: Buffer | null): number {
  const isWindow = fault === 'WB_HTTP2_BAD_SETTING' && isWindowAtFault(payload);
  return isWindow ? flowControlError : rules[fault].error;
}

/** The section of RFC 9113 that a frame breaks. */
export function faultSection(
  fault: FrameFault,
  { type, stream }: Pick<FaultyFrame, 'type' | 'stream'>,
): string {
  const isIdle = fault === 'WB_HTTP2_WRONG_STREAM' && stream !== 0 && !isOfConnection(type);
  // Types are in the order of their sections.
  return isIdle ? '5.1' : (rules[fault].section ?? `6.${type + 1}`);
}

/** SETTINGS_INITIAL_WINDOW_SIZE has an error of its own (RFC 9113 §6.5.2). */
function isWindowAtFault(payload: Buffer | null): boolean {
  return payload !== null && badSetting(payload)?.[0] === Setting.initialWindowSize;
}
