import { isUtf8 } from 'node:buffer';
import { resolve } from 'node:path';
import { FileError } from './fileError.ts';
import { nodeFiles } from './nodeFiles.ts';

/** Encodings that a byte order mark tells; PowerShell writes the first. */
const marks: readonly [encoding: string, mark: Buffer][] = [
  ['utf-16le', Buffer.of(0xff, 0xfe)],
  ['utf-16be', Buffer.of(0xfe, 0xff)],
];

/** The text of a request file in UTF-8, or in UTF-16 with its mark. Throws `FileError`: it is never sent in part. */
export async function readRequestText(file: string): Promise<string> {
  const bytes = await nodeFiles.readBytes(resolve(file));
  if (bytes === undefined) throw new FileError(file, 'WB_NO_FILE', 'The file cannot be read.');
  const marked = marks.find(([, mark]) => mark.equals(bytes.subarray(0, mark.length)));
  if (marked !== undefined) return new TextDecoder(marked[0]).decode(bytes);
  if (isUtf8(bytes)) return Buffer.from(bytes).toString();
  const sentence = 'The file is not in UTF-8: save it in that encoding.';
  throw new FileError(file, 'WB_NOT_UTF8', sentence, placeOfFault(Buffer.from(bytes)));
}

/** What decoding puts in the place of a fault; a file may also hold it as such. */
const replacement = Buffer.from('\ufffd');

/** Where the first byte stands that is no UTF-8. */
function placeOfFault(bytes: Buffer): FileError['place'] {
  let offset = 0;
  for (const character of bytes.toString()) {
    const size = Buffer.byteLength(character);
    const isReplaced = character === replacement.toString();
    if (isReplaced && !bytes.subarray(offset, offset + size).equals(replacement)) break;
    offset += size;
  }
  const lines = bytes.toString('utf8', 0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
