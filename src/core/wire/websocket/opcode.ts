/** Frame opcodes (RFC 6455 §5.2). */
export const Opcode = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const;

const NAMES = new Map<number, string>(
  Object.entries(Opcode).map(([name, opcode]) => [opcode, name]),
);

/** `text`, `close` …; `reserved` for the opcodes that RFC 6455 §5.2 leaves for later. */
export function opcodeName(opcode: number): string {
  return NAMES.get(opcode) ?? 'reserved';
}

/** Whether the opcode is one of the six that are defined. */
export function isKnownOpcode(opcode: number): boolean {
  return NAMES.has(opcode);
}

/** Close, ping, pong and the reserved opcodes above 7 (RFC 6455 §5.5). */
export function isControl(opcode: number): boolean {
  return opcode >= Opcode.close;
}
