import type { BodyPart } from '../runner/preparedRequest.ts';

/** A body as a program writes it. */
export type Content =
  | { kind: 'none' }
  | { kind: 'text'; text: string }
  | { kind: 'file'; path: string }
  /** Bytes and files in a row; bytes that are text are text. */
  | { kind: 'parts'; parts: ContentPart[] };
export type ContentPart = { text: string } | { bytes: Uint8Array } | { path: string };

/** Puts the parts of a body together where they are text, or one file. */
export function contentOf(body: readonly BodyPart[]): Content {
  const parts = body.map(readPart).filter((part) => !('text' in part && part.text === ''));
  const [first] = parts;
  if (first === undefined) return { kind: 'none' };
  if (parts.length === 1 && 'path' in first) return { kind: 'file', path: first.path };
  const texts = parts.flatMap((part) => ('text' in part ? [part.text] : []));
  if (texts.length === parts.length) return { kind: 'text', text: texts.join('') };
  return { kind: 'parts', parts };
}

function readPart(part: BodyPart): ContentPart {
  return 'path' in part ? { path: part.path } : textOrBytes(part.bytes);
}

/** Text where the bytes are UTF-8 without NUL, which no command line can hold. */
function textOrBytes(bytes: Uint8Array): { text: string } | { bytes: Uint8Array } {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString();
  return !text.includes('\0') && Buffer.from(text).equals(buffer) ? { text } : { bytes: buffer };
}
