import type { HeaderField } from '../wire/wireFacts.ts';
import { http2ErrorName } from '../wire/http2/errorCode.ts';
import { FrameFlag, FrameType } from '../wire/http2/frameType.ts';
import { readSettings, settingName } from '../wire/http2/setting.ts';
import type { Disclosure } from './masker.ts';
import type { Http2Facts } from '../../protocol/http2Facts.ts';

/** Debug data is opaque and may be long. */
const debugBytes = 1024;

/** Reads the payload of a frame that is no DATA; `payload` may be cut, or `null` where it fell out. Secrets are masked. */
export function http2Facts(
  type: number,
  flags: number,
  payload: Buffer | null,
  fields: HeaderField[] | null,
  disclosure: Disclosure,
): Http2Facts {
  const headers = fields === null ? {} : { headers: disclosure.headers(fields) };
  if (payload === null) return headers;
  return { ...headers, ...payloadFacts(type, flags, payload, disclosure) };
}

function payloadFacts(
  type: number,
  flags: number,
  payload: Buffer,
  disclosure: Disclosure,
): Http2Facts {
  switch (type) {
    case FrameType.headers:
      return (flags & FrameFlag.priority) === 0
        ? {}
        : priorityFacts(payload.subarray((flags & FrameFlag.padded) === 0 ? 0 : 1));
    case FrameType.priority:
      return priorityFacts(payload);
    case FrameType.rstStream:
      return payload.length < 4 ? {} : errorFacts(payload.readUInt32BE(0));
    case FrameType.settings:
      return (flags & FrameFlag.ack) === 0 ? { settings: namedSettings(payload) } : {};
    case FrameType.pushPromise:
      return payload.length < 5
        ? {}
        : { promisedStream: streamAt(payload, (flags & FrameFlag.padded) === 0 ? 0 : 1) };
    case FrameType.ping:
      return { opaque: payload.toString('hex') };
    case FrameType.goaway:
      return payload.length < 8 ? {} : goawayFacts(payload, disclosure);
    case FrameType.windowUpdate:
      return payload.length < 4 ? {} : { incrementBytes: streamAt(payload, 0) };
    case FrameType.priorityUpdate:
      return payload.length < 4
        ? {}
        : {
            prioritizedStream: streamAt(payload, 0),
            priority: disclosure.text(payload.toString('latin1', 4)),
          };
    case FrameType.origin:
      return { origins: originsOf(payload).map((origin) => disclosure.text(origin)) };
    default:
      return {};
  }
}

function namedSettings(payload: Buffer): [string, number][] {
  return readSettings(payload).map(([setting, value]) => [settingName(setting), value]);
}

function errorFacts(errorCode: number): Http2Facts {
  return { errorCode, errorName: http2ErrorName(errorCode) };
}

function goawayFacts(payload: Buffer, disclosure: Disclosure): Http2Facts {
  const debugData = disclosure.text(payload.toString('utf8', 8, 8 + debugBytes));
  return {
    lastStream: streamAt(payload, 0),
    ...errorFacts(payload.readUInt32BE(4)),
    ...(debugData === '' ? {} : { debugData }),
  };
}

/** Deprecated, but still sent (RFC 9113 §5.3.2). */
function priorityFacts(payload: Buffer): Http2Facts {
  if (payload.length < 5) return {};
  return {
    dependsOn: streamAt(payload, 0),
    exclusive: payload[0]! >= 0x80,
    weight: payload[4]! + 1,
  };
}

/** RFC 8336 §2. */
function originsOf(payload: Buffer): string[] {
  const origins: string[] = [];
  for (let at = 0; at + 2 <= payload.length;) {
    const end = at + 2 + payload.readUInt16BE(at);
    origins.push(payload.toString('latin1', at + 2, end));
    at = end;
  }
  return origins;
}

function streamAt(payload: Buffer, offset: number): number {
  return payload.readUInt32BE(offset) & 0x7fff_ffff;
}
