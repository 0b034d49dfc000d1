import { parseDuration } from './duration.ts';
import type { StepKind } from './requestFile.ts';

const highestCount = 999_999;

/** How the text below `=== send` becomes a message. */
export type SendType = 'text' | 'binary' | 'hex' | 'base64';

/** How the lines of a text end. */
export type LineEnd = 'crlf' | 'lf';

/** What the argument of a step says. Times in milliseconds; `null` where nothing is written. */
export type StepForm =
  | {
      step: 'send';
      type: SendType;
      /** Frames that the message is cut into (RFC 6455 §5.4). */
      fragments: number;
      uncompressed: boolean;
      /** Lines of a text end so, the last one too; `null` sends it as it is written. */
      lineEnd: LineEnd | null;
      /** `< path` on the same line. */
      path: string | null;
    }
  | { step: 'wait-for-server'; count: number }
  | {
      step: 'expect';
      what: 'message' | 'pong' | 'close';
      /** `expect close 1008`. */
      code: number | null;
      withinMs: number | null;
      /** A check that stands on the same line. */
      check: string;
    }
  | { step: 'capture'; name: string; path: string }
  | { step: 'wait'; waitMs: number }
  | { step: 'ping' | 'pong'; text: string }
  | { step: 'close'; code: number | null; reason: string }
  | {
      step: 'frame';
      fin: boolean;
      /** RSV1..3 as the three bits of a number, RSV1 the highest (4). */
      rsv: number;
      opcode: number;
      /** Masking key; `random` for a fresh one, `null` for a frame without one. */
      mask: number | 'random' | null;
    }
  | { step: 'bytes' }
  | { step: 'repeat'; count: number; everyMs: number | null }
  | { step: 'end' };

type Reader = (argument: string) => StepForm | null;

const readers: Record<Exclude<StepKind, 'unknown'>, { read: Reader; usage: string }> = {
  send: {
    read: readSend,
    usage: '=== send [text|json|hex|base64|binary] [fragments 3] [uncompressed] [crlf|lf] [< file]',
  },
  'wait-for-server': { read: readWaitForServer, usage: '=== wait-for-server [2]' },
  expect: {
    read: readExpect,
    usage: '=== expect [within 5 s], === expect pong or === expect close [1000]',
  },
  capture: { read: readCapture, usage: '=== capture name = $.path' },
  wait: { read: readWait, usage: '=== wait 500 ms' },
  ping: { read: (text) => ({ step: 'ping', text }), usage: '=== ping [text]' },
  pong: { read: (text) => ({ step: 'pong', text }), usage: '=== pong [text]' },
  close: { read: readClose, usage: '=== close [1000] [reason]' },
  frame: { read: readFrame, usage: '=== frame [fin=0] [rsv1=1] [opcode=0x3] [mask=off]' },
  bytes: { read: (text) => (text === '' ? { step: 'bytes' } : null), usage: '=== bytes' },
  repeat: { read: readRepeat, usage: '=== repeat 10 [every 1 s]' },
  end: { read: (text) => (text === '' ? { step: 'end' } : null), usage: '=== end' },
};

/** Reads what follows the name of a step; `null` where it cannot be understood. */
export function readStepForm(step: StepKind, argument: string): StepForm | null {
  return step === 'unknown' ? null : readers[step].read(argument.trim());
}

/** How the step is written. */
export function stepUsage(step: StepKind): string {
  return step === 'unknown' ? '' : readers[step].usage;
}

type SendForm = Extract<StepForm, { step: 'send' }>;

function readSend(argument: string): StepForm | null {
  const at = argument.search(/(?:^|\s)<\s/);
  const options = (at < 0 ? argument : argument.slice(0, at)).trim();
  const path = at < 0 ? null : argument.slice(at).trim().slice(1).trim();
  const form: SendForm = {
    step: 'send',
    type: 'text',
    fragments: 1,
    uncompressed: false,
    lineEnd: null,
    path,
  };
  const words = options === '' ? [] : options.split(/\s+/);
  while (words.length > 0) if (!takeSendOption(form, words)) return null;
  return form;
}

function takeSendOption(form: SendForm, words: string[]): boolean {
  const word = words.shift();
  if (word === 'uncompressed') form.uncompressed = true;
  else if (word === 'json') form.type = 'text';
  else if (word === 'crlf' || word === 'lf') form.lineEnd = word;
  else if (word === 'text' || word === 'hex' || word === 'base64' || word === 'binary') {
    form.type = word;
  } else if (word === 'fragments') {
    return (form.fragments = readCount(words.shift() ?? '') ?? 0) > 0;
  } else return false;
  return true;
}

function readWaitForServer(argument: string): StepForm | null {
  const count = readCount(argument === '' ? '1' : argument);
  return count === null ? null : { step: 'wait-for-server', count };
}

function readExpect(argument: string): StepForm | null {
  const at = argument.search(/(?:^|\s)within\s+[\d.]+\s*\w*$/);
  const before = (at < 0 ? argument : argument.slice(0, at)).trim();
  const within =
    at < 0
      ? null
      : argument
          .slice(at)
          .trim()
          .replace(/^within\s+/, '');
  const withinMs = within === null ? null : parseDuration(within)?.milliseconds;
  if (withinMs === undefined) return null;
  const close = /^close(?:\s+(\d{4}))?$/.exec(before);
  const what = before === 'pong' ? 'pong' : close === null ? 'message' : 'close';
  const code = close?.[1] === undefined ? null : Number(close[1]);
  return { step: 'expect', what, code, withinMs, check: what === 'message' ? before : '' };
}

function readCapture(argument: string): StepForm | null {
  const match = /^([\p{L}_][\p{L}\p{N}_-]*)\s*=\s*(\$.*|text)$/u.exec(argument);
  return match === null ? null : { step: 'capture', name: match[1]!, path: match[2]! };
}

function readWait(argument: string): StepForm | null {
  const duration = parseDuration(argument);
  return duration === null ? null : { step: 'wait', waitMs: duration.milliseconds };
}

function readClose(argument: string): StepForm | null {
  const match = /^(?:(\d{4})(?:\s+(.*))?)?$/s.exec(argument);
  if (match === null) return null;
  const code = match[1] === undefined ? null : Number(match[1]);
  return { step: 'close', code, reason: match[2] ?? '' };
}

function readRepeat(argument: string): StepForm | null {
  const match = /^(\d+)(?:\s+every\s+(\S.*))?$/.exec(argument);
  const count = readCount(match?.[1] ?? '');
  const every = match?.[2];
  const everyMs = every === undefined ? null : parseDuration(every)?.milliseconds;
  return count === null || everyMs === undefined ? null : { step: 'repeat', count, everyMs };
}

function readCount(text: string): number | null {
  const count = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return count >= 1 && count <= highestCount ? count : null;
}

const opcodes: Record<string, number> = {
  continuation: 0,
  text: 1,
  binary: 2,
  close: 8,
  ping: 9,
  pong: 10,
};

/** A whole, masked, empty text frame, and what the argument changes of it. */
function readFrame(argument: string): StepForm | null {
  const frame = { fin: true, rsv: 0, opcode: 1, mask: 'random' as number | 'random' | null };
  for (const word of argument.split(/\s+/).filter((each) => each !== '')) {
    const [, key = '', value = ''] = /^(\w+)=(\w+)$/.exec(word) ?? [];
    if (!setFrameBit(frame, key, value.toLowerCase())) return null;
  }
  return { step: 'frame', ...frame };
}

function setFrameBit(
  frame: { fin: boolean; rsv: number; opcode: number; mask: number | 'random' | null },
  key: string,
  value: string,
): boolean {
  const rsv = ['rsv1', 'rsv2', 'rsv3'].indexOf(key);
  const isBit = value === '0' || value === '1';
  if (key === 'fin' && isBit) frame.fin = value === '1';
  else if (rsv >= 0 && isBit) frame.rsv |= value === '1' ? 4 >> rsv : 0;
  else if (key === 'opcode') return setOpcode(frame, value);
  else if (key === 'mask') return setMask(frame, value);
  else return false;
  return true;
}

function setOpcode(frame: { opcode: number }, value: string): boolean {
  const opcode = opcodes[value] ?? Number(value);
  frame.opcode = opcode;
  return Number.isInteger(opcode) && opcode >= 0 && opcode <= 15;
}

function setMask(frame: { mask: number | 'random' | null }, value: string): boolean {
  const mask = readMask(value);
  if (mask === undefined) return false;
  frame.mask = mask;
  return true;
}

/** `on`, `off` or a masking key in hex, as in `mask=0x37fa213d` and `# @mask`; `undefined` for anything else. */
export function readMask(value: string): number | 'random' | null | undefined {
  if (value === 'on') return 'random';
  if (value === 'off') return null;
  return /^0x[0-9a-f]{1,8}$/i.test(value) ? Number(value) : undefined;
}
