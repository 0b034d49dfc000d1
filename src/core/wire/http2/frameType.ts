/** Frame types by number (RFC 9113 §6, RFC 7838, RFC 8336, RFC 9218). */
export const FrameType = {
  data: 0x0,
  headers: 0x1,
  priority: 0x2,
  rstStream: 0x3,
  settings: 0x4,
  pushPromise: 0x5,
  ping: 0x6,
  goaway: 0x7,
  windowUpdate: 0x8,
  continuation: 0x9,
  altsvc: 0xa,
  origin: 0xc,
  priorityUpdate: 0x10,
} as const;

/** Flags by bit; what a bit means depends on the type. */
export const FrameFlag = {
  ack: 0x1,
  endStream: 0x1,
  endHeaders: 0x4,
  padded: 0x8,
  priority: 0x20,
} as const;

const typeNames: Record<number, string> = {
  [FrameType.data]: 'DATA',
  [FrameType.headers]: 'HEADERS',
  [FrameType.priority]: 'PRIORITY',
  [FrameType.rstStream]: 'RST_STREAM',
  [FrameType.settings]: 'SETTINGS',
  [FrameType.pushPromise]: 'PUSH_PROMISE',
  [FrameType.ping]: 'PING',
  [FrameType.goaway]: 'GOAWAY',
  [FrameType.windowUpdate]: 'WINDOW_UPDATE',
  [FrameType.continuation]: 'CONTINUATION',
  [FrameType.altsvc]: 'ALTSVC',
  [FrameType.origin]: 'ORIGIN',
  [FrameType.priorityUpdate]: 'PRIORITY_UPDATE',
};

const ack = [[FrameFlag.ack, 'ACK']] as const;
const endStream = [FrameFlag.endStream, 'END_STREAM'] as const;
const endHeaders = [FrameFlag.endHeaders, 'END_HEADERS'] as const;
const padded = [FrameFlag.padded, 'PADDED'] as const;

const flagNames: Record<number, readonly (readonly [bit: number, name: string])[]> = {
  [FrameType.data]: [endStream, padded],
  [FrameType.headers]: [endStream, endHeaders, padded, [FrameFlag.priority, 'PRIORITY']],
  [FrameType.settings]: ack,
  [FrameType.pushPromise]: [endHeaders, padded],
  [FrameType.ping]: ack,
  [FrameType.continuation]: [endHeaders],
};

/** Name of a frame type, or its number. */
export function frameTypeName(type: number): string {
  return typeNames[type] ?? hex(type);
}

/** Names of the flags that are set; a bit without a meaning for the type shows as its value. */
export function frameFlagNames(type: number, flags: number): string[] {
  const names: string[] = [];
  let rest = flags;
  for (const [bit, name] of flagNames[type] ?? []) {
    if ((flags & bit) !== 0) names.push(name);
    rest &= ~bit;
  }
  for (let bit = 1; bit <= rest; bit <<= 1) if ((rest & bit) !== 0) names.push(hex(bit));
  return names;
}

function hex(number: number): string {
  return `0x${number.toString(16).padStart(2, '0')}`;
}
