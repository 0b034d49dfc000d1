import type { OutgoingMessage } from '../../engine/engine.ts';
import type { ComposerFormat } from '../../protocol/console.ts';

/** Text that is not what its format says; `problem` is an English sentence to be translated. */
export class ComposerError extends Error {
  override readonly name = 'ComposerError';
  readonly problem: string;

  constructor(problem: string, detail = '') {
    super(detail);
    this.problem = problem;
  }
}

/** Makes a message of what was typed. Throws `ComposerError` for text that is not of that format. */
export function composerMessage(
  format: Exclude<ComposerFormat, 'file'>,
  text: string,
): OutgoingMessage {
  switch (format) {
    case 'text':
      return { type: 'text', text };
    case 'lf':
      return { type: 'text', text: withLineEnds(text, '\n') };
    case 'crlf':
      return { type: 'text', text: withLineEnds(text, '\r\n') };
    case 'json':
      return { type: 'text', text: validJson(text) };
    case 'hex':
      return { type: 'binary', bytes: bytesOfHex(text) };
    case 'base64':
      return { type: 'binary', bytes: bytesOfBase64(text) };
  }
}

/** Every line ended so, the last one too. */
function withLineEnds(text: string, end: string): string {
  return text.replace(/\r\n|\n|\r/g, end) + end;
}

/** Sent as typed: checked, not reformatted. */
function validJson(text: string): string {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new ComposerError('This is not JSON: {0}', (error as Error).message);
  }
  return text;
}

/** Hex digits in pairs; blanks, commas, colons and `0x` between them are ignored. */
function bytesOfHex(text: string): Uint8Array {
  const digits = text.replaceAll(/0x|[\s,:-]/gi, '');
  if (!/^(?:[\da-f]{2})*$/i.test(digits)) {
    throw new ComposerError('This is not hex: write pairs of the digits 0–9 and a–f.');
  }
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

/** Base64 (RFC 4648 §4), also URL-safe (§5), with or without padding. */
function bytesOfBase64(text: string): Uint8Array {
  const digits = text.replaceAll(/\s/g, '');
  if (!/^[\w+/-]*={0,2}$/.test(digits) || digits.replace(/=+$/, '').length % 4 === 1) {
    throw new ComposerError('This is not base64.');
  }
  return Uint8Array.from(Buffer.from(digits, 'base64'));
}
