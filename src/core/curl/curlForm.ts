import type { CurlArgument } from './curlArguments.ts';
import { append } from './curlBody.ts';
import type { CurlBodyPart } from './curlRequest.ts';
import type { ShellWord } from './shellWords.ts';

const mediaTypes: Record<string, string> = {
  gif: 'image/gif',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  htm: 'text/html',
  html: 'text/html',
  pdf: 'application/pdf',
  xml: 'application/xml',
};

/** The fields of `-F name=value`, `-F name=@file;type=…;filename=…`, `-F name=<file` as a multipart body. */
export function readCurlForm(fields: readonly CurlArgument[]): {
  boundary: string;
  parts: CurlBodyPart[];
} {
  const boundary = unusedBoundary(fields);
  const parts: CurlBodyPart[] = [];
  for (const field of fields) {
    append(parts, textPart(field.value, `--${boundary}\n`));
    for (const part of fieldParts(field)) append(parts, part);
  }
  const last = fields.at(-1);
  if (last !== undefined) append(parts, textPart(last.value, `--${boundary}--\n`));
  return { boundary, parts };
}

/** True for a field of several files, or with headers or an encoding of its own. */
export function isComplexField({ name, value }: CurlArgument): boolean {
  const content = value.text.slice(value.text.indexOf('=') + 1);
  if (name !== 'form') return false;
  return (
    /^@(?:"(?:[^"\\]|\\.)*"|[^",;])*,/.test(content) || /;\s*(?:headers|encoder)=/.test(content)
  );
}

function unusedBoundary(fields: readonly CurlArgument[]): string {
  let boundary = 'WirebookFormBoundary';
  while (fields.some(({ value }) => value.text.includes(boundary))) boundary += 'X';
  return boundary;
}

function fieldParts({ name: option, value }: CurlArgument): CurlBodyPart[] {
  const equals = value.text.indexOf('=');
  const name = value.text.slice(0, Math.max(0, equals));
  const content = value.text.slice(equals + 1);
  const isFile = option === 'form' && /^[@<]/.test(content);
  const isUpload = isFile && content.startsWith('@');
  const { text, type, filename } = option === 'form' ? parameters(content) : { text: content };
  const path = isFile ? unquoted(text.slice(1)) : '';
  const uploadName = filename ?? (isUpload ? path.replace(/^.*[/\\]/, '') : undefined);
  const head = [
    `Content-Disposition: form-data; name="${quoted(name)}"`,
    uploadName === undefined ? '' : `; filename="${quoted(uploadName)}"`,
    typeLine(type ?? (isUpload ? typeOf(path) : undefined)),
    '\n\n',
  ].join('');
  if (!isFile) return [textPart(value, `${head}${unquoted(text)}\n`)];
  return [textPart(value, head), { ...value, kind: 'file', text: path }, textPart(value, '\n')];
}

/** Splits `content;type=…;filename=…`. */
function parameters(content: string): { text: string; type?: string; filename?: string } {
  const [, text = content, rest = ''] =
    /^((?:"(?:[^"\\]|\\.)*"|[^;])*)((?:;\s*(?:type|filename|headers|encoder)=[^]*)?)$/.exec(
      content,
    ) ?? [];
  const type = /;\s*type=([^;]*(?:;\s*charset=[^;]*)?)/.exec(rest)?.[1];
  const filename = /;\s*filename=("(?:[^"\\]|\\.)*"|[^;]*)/.exec(rest)?.[1];
  return {
    text,
    ...(type === undefined ? {} : { type: type.trim() }),
    ...(filename === undefined ? {} : { filename: unquoted(filename) }),
  };
}

function typeLine(type: string | undefined): string {
  return type === undefined ? '' : `\nContent-Type: ${type}`;
}

function typeOf(path: string): string {
  const extension = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  return mediaTypes[extension] ?? 'application/octet-stream';
}

/** Quotation marks in a name are percent-encoded, as curl 8 and browsers do. */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replace(/\r\n|\n|\r/g, '%0A');
}

function unquoted(text: string): string {
  return /^"(?:[^"\\]|\\.)*"$/.test(text) ? text.slice(1, -1).replace(/\\(["\\])/g, '$1') : text;
}

function textPart({ offset, endOffset }: ShellWord, text: string): CurlBodyPart {
  return { kind: 'text', text, offset, endOffset };
}
