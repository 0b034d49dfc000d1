/** Settings by number that change what is sent, or how frames are read (RFC 9113 §6.5.2, RFC 8441 §3). */
export const Setting = {
  headerTableSize: 0x1,
  enablePush: 0x2,
  maxConcurrentStreams: 0x3,
  initialWindowSize: 0x4,
  maxFrameSize: 0x5,
  enableConnectProtocol: 0x8,
} as const;

const names: Record<number, string> = {
  0x1: 'HEADER_TABLE_SIZE',
  0x2: 'ENABLE_PUSH',
  0x3: 'MAX_CONCURRENT_STREAMS',
  0x4: 'INITIAL_WINDOW_SIZE',
  0x5: 'MAX_FRAME_SIZE',
  0x6: 'MAX_HEADER_LIST_SIZE',
  0x8: 'ENABLE_CONNECT_PROTOCOL',
  0x9: 'NO_RFC7540_PRIORITIES',
};
const settingBytes = 6;

/** Pairs of number and value in the payload of a SETTINGS frame. */
export function readSettings(payload: Buffer): [setting: number, value: number][] {
  const settings: [number, number][] = [];
  for (let at = 0; at + settingBytes <= payload.length; at += settingBytes) {
    settings.push([payload.readUInt16BE(at), payload.readUInt32BE(at + 2)]);
  }
  return settings;
}

/** Name of a setting, or its number. */
export function settingName(setting: number): string {
  return names[setting] ?? `0x${setting.toString(16)}`;
}

const LARGEST_WINDOW_BYTES = 0x7fff_ffff;
const SMALLEST_MAX_FRAME_BYTES = 16_384;
const LARGEST_MAX_FRAME_BYTES = 16_777_215;

/** The first setting of a payload whose value is not allowed (RFC 9113 §6.5.2); `null` where all are. */
export function badSetting(payload: Buffer): [setting: number, value: number] | null {
  return readSettings(payload).find(([setting, value]) => !isAllowed(setting, value)) ?? null;
}

function isAllowed(setting: number, value: number): boolean {
  switch (setting) {
    case Setting.enablePush:
    case Setting.enableConnectProtocol:
      return value <= 1;
    case Setting.initialWindowSize:
      return value <= LARGEST_WINDOW_BYTES;
    case Setting.maxFrameSize:
      return value >= SMALLEST_MAX_FRAME_BYTES && value <= LARGEST_MAX_FRAME_BYTES;
    default:
      return true;
  }
}
