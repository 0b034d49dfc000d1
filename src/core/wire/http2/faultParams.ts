import type { HeaderField } from '../wireFacts.ts';
import { http2ErrorName } from './errorCode.ts';
import { endsConnection, errorOf, faultSection } from './frameFault.ts';
import type { FaultyFrame, FrameFault } from './frameFault.ts';
import { BLOCK_FRAMES_LIMIT } from './frameOrder.ts';
import { FrameFlag, FrameType, frameTypeName } from './frameType.ts';
import { FIELDS_LIMIT_BYTES } from './hpackDecoder.ts';
import { fieldFault } from './messageFault.ts';
import { badSetting, settingName } from './setting.ts';

/** What the sentence for a frame's fault needs. */
export function faultParams(
  fault: FrameFault,
  frame: FaultyFrame,
  fields: readonly HeaderField[] | null,
): Record<string, string> {
  const reason = http2ErrorName(errorOf(fault, frame.payload));
  const ended = endsConnection(fault, frame.stream) ? 'GOAWAY' : 'RST_STREAM';
  const params = {
    frame: nameOf(frame),
    bytes: String(frame.lengthBytes),
    stream: String(frame.stream),
    name: fields?.find((field) => fieldFault(field) === fault)?.[0] ?? '',
    limit: fault === 'WB_HTTP_HEADERS_TOO_LARGE' ? limitOf(frame) : '',
    setting: settingOf(frame),
    reason,
    answer: `${ended} ${reason}`,
    rfc: `RFC 9113 §${faultSection(fault, frame)}`,
  };
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== ''));
}

function nameOf({ type, flags }: FaultyFrame): string {
  const isAck = type === FrameType.settings && (flags & FrameFlag.ack) !== 0;
  return frameTypeName(type) + (isAck ? ' ACK' : '');
}

/** A block that has not ended has too many frames, one that has, too much in it. */
function limitOf({ type, flags }: FaultyFrame): string {
  const isOpen = type === FrameType.continuation && (flags & FrameFlag.endHeaders) === 0;
  return isOpen ? `${BLOCK_FRAMES_LIMIT} CONTINUATION frames` : `${FIELDS_LIMIT_BYTES / 1024} KiB`;
}

function settingOf({ type, payload }: FaultyFrame): string {
  if (type !== FrameType.settings || payload === null) return '';
  const [setting, value] = badSetting(payload) ?? [];
  return setting === undefined ? '' : `${settingName(setting)}=${value}`;
}
