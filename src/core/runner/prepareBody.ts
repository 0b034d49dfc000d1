import { formEncoded } from '../curl/formEncoding.ts';
import type { BodyInclude, BodySegment } from '../request-file/requestFile.ts';
import type { SourceText } from '../request-file/textRange.ts';
import { locateFile, readFileBytes } from './bodyFile.ts';
import { formText } from './formText.ts';
import { graphqlText } from './graphqlText.ts';
import type { Preparation } from './preparation.ts';
import { prepareFailure } from './prepareFailure.ts';
import type { BodyPart } from './preparedRequest.ts';

/** Empty lines between a file of a multipart body and the boundary: they are not meant to be part of the file. */
const blankLines = /^(?:[ \t]*\r\n)+--/;

/** The body's bytes and files. */
export async function prepareBody(preparation: Preparation): Promise<BodyPart[]> {
  const { body } = preparation.request;
  switch (body.kind) {
    case 'graphql': {
      const text = await segmentsText(preparation, body.segments);
      return [textPart(await graphqlText(text, preparation))];
    }
    case 'form':
      return prepareParts(preparation, (source, above, below) =>
        joinFields(
          formText(source, (piece) => preparation.resolve(piece)),
          above,
          below,
        ),
      );
    case 'multipart':
      return prepareParts(preparation, (source, above) => {
        const text = preparation.resolve(source).replace(/\r\n|\n|\r/g, '\r\n');
        return above?.kind === 'file' ? text.replace(blankLines, '\r\n--') : text;
      });
    default:
      return withFinalNewline(
        preparation,
        await prepareParts(preparation, (source) => preparation.resolve(source)),
      );
  }
}

/** `&` between the fields of a text and what stands beside it, but for a file that is the value of the last field. */
function joinFields(fields: string, above?: BodySegment, below?: BodySegment): string {
  if (fields === '') return above?.kind === 'file' && below?.kind === 'file' ? '&' : '';
  const isValue = below?.kind !== 'file' || /(?:^|&)[^=&]*=$/.test(fields);
  return `${above === undefined ? '' : '&'}${fields}${isValue ? '' : '&'}`;
}

/** The text of segments, files read and decoded. */
async function segmentsText(
  preparation: Preparation,
  segments: readonly BodySegment[],
): Promise<string> {
  const texts: string[] = [];
  for (const segment of segments) {
    if (segment.kind === 'text') texts.push(preparation.resolve(segment));
    else texts.push(await readInclude(preparation, segment));
  }
  return texts.join('');
}

async function prepareParts(
  preparation: Preparation,
  textOf: (source: SourceText, above?: BodySegment, below?: BodySegment) => string,
): Promise<BodyPart[]> {
  const parts: BodyPart[] = [];
  const { segments } = preparation.request.body;
  for (const [index, segment] of segments.entries()) {
    if (segment.kind === 'text') {
      parts.push(textPart(textOf(segment, segments[index - 1], segments[index + 1])));
    } else if (segment.resolved || segment.percentEncoded)
      parts.push(textPart(await readInclude(preparation, segment)));
    else parts.push(await filePart(preparation, segment.path));
  }
  return parts;
}

/** A file of the disk is streamed when it is sent; that of a virtual workspace is read now. */
async function filePart(preparation: Preparation, path: SourceText): Promise<BodyPart> {
  return preparation.context.reader.isDisk
    ? { path: await locateFile(preparation, path) }
    : { bytes: await readFileBytes(preparation, path) };
}

/** The text of a file, with its variables where `<@` asks for it, or percent-encoded. */
export async function readInclude(preparation: Preparation, include: BodyInclude): Promise<string> {
  const bytes = await readFileBytes(preparation, include.path);
  if (include.percentEncoded) return formEncoded(bytes);
  const text = decode(bytes, include);
  return include.resolved ? preparation.resolve({ text, range: include.range }) : text;
}

/** Labels of Node that the Encoding Standard does not know. */
const encodingLabels: Record<string, string> = { utf16le: 'utf-16le', ucs2: 'utf-16le' };

function decode(bytes: Uint8Array, { encoding, path }: BodyInclude): string {
  try {
    const label = encoding?.toLowerCase() ?? 'utf-8';
    return new TextDecoder(encodingLabels[label] ?? label).decode(bytes);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const reason = `"${encoding}" is no encoding; write one such as utf8 or latin1.`;
    throw prepareFailure('WB_INVALID_REQUEST', path.range, { reason });
  }
}

/** Newline-delimited JSON ends with a newline. */
function withFinalNewline(preparation: Preparation, parts: BodyPart[]): BodyPart[] {
  const type = preparation.request.headers.find(
    ({ name }) => name.text.toLowerCase() === 'content-type',
  );
  const lined = /^application\/(?:x-)?ndjson/i.test(type?.value.text ?? '');
  return lined && parts.length > 0 ? [...parts, textPart('\n')] : parts;
}

function textPart(text: string): BodyPart {
  return { bytes: new TextEncoder().encode(text) };
}
