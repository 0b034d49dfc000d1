import type { BodyInclude, BodySegment } from '../request-file/requestFile.ts';
import type { SourceText } from '../request-file/textRange.ts';
import { bodyFileCandidates, findFile } from './bodyFile.ts';
import { formText } from './formText.ts';
import { graphqlText } from './graphqlText.ts';
import type { Preparation } from './preparation.ts';
import { prepareFailure } from './prepareFailure.ts';
import type { BodyPart } from './preparedRequest.ts';

/** The body's bytes and files. */
export async function prepareBody(preparation: Preparation): Promise<BodyPart[]> {
  const { body } = preparation.request;
  switch (body.kind) {
    case 'graphql': {
      const text = await segmentsText(preparation, body.segments);
      return [textPart(graphqlText(text, preparation.request))];
    }
    case 'form':
      return prepareParts(preparation, (source) =>
        formText(source, (piece) => preparation.resolve(piece)),
      );
    case 'multipart':
      return prepareParts(preparation, (source) =>
        preparation.resolve(source).replace(/\r\n|\n|\r/g, '\r\n'),
      );
    default:
      return withFinalNewline(
        preparation,
        await prepareParts(preparation, (source) => preparation.resolve(source)),
      );
  }
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

/** The absolute path of a body's file; refuses one that does not exist. */
async function locateFile(preparation: Preparation, source: SourceText): Promise<string> {
  const path = preparation.resolve(source);
  const { reader, workspaceRoot } = preparation.context;
  const candidates = bodyFileCandidates(path, preparation.file.path, workspaceRoot);
  const found = await findFile(reader, candidates);
  if (found !== undefined) return found;
  const params = { path, lookedIn: candidates.join(', ') };
  throw prepareFailure('WB_BODY_FILE_MISSING', source.range, params);
}

/** The bytes of a body's file. */
export async function readFileBytes(
  preparation: Preparation,
  source: SourceText,
): Promise<Uint8Array> {
  const path = await locateFile(preparation, source);
  const bytes = await preparation.context.reader.readBytes(path);
  if (bytes !== undefined) return bytes;
  throw prepareFailure('WB_BODY_FILE_MISSING', source.range, { path, lookedIn: path });
}

async function prepareParts(
  preparation: Preparation,
  textOf: (source: SourceText) => string,
): Promise<BodyPart[]> {
  const parts: BodyPart[] = [];
  for (const segment of preparation.request.body.segments) {
    if (segment.kind === 'text') parts.push(textPart(textOf(segment)));
    else if (segment.resolved) parts.push(textPart(await readInclude(preparation, segment)));
    else parts.push({ path: await locateFile(preparation, segment.path) });
  }
  return parts;
}

/** The text of a file, with its variables where `<@` asks for it. */
export async function readInclude(preparation: Preparation, include: BodyInclude): Promise<string> {
  const bytes = await readFileBytes(preparation, include.path);
  const text = decode(bytes, include);
  return include.resolved ? preparation.resolve({ text, range: include.range }) : text;
}

function decode(bytes: Uint8Array, { encoding, path }: BodyInclude): string {
  try {
    return new TextDecoder(encoding ?? 'utf-8').decode(bytes);
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
