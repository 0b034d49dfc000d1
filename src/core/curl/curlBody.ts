import type { CurlArgument } from './curlArguments.ts';
import type { CurlBodyPart } from './curlRequest.ts';
import { formEncoded } from './formEncoding.ts';

/** The values of `-d` and its kin, joined by `separator`; text side by side is one part. */
export function joinData(data: readonly CurlArgument[], separator: string): CurlBodyPart[] {
  const parts: CurlBodyPart[] = [];
  for (const argument of data) {
    if (parts.length > 0) append(parts, { ...argument.value, kind: 'text', text: separator });
    for (const part of dataParts(argument)) append(parts, part);
  }
  return parts;
}

/** Adds a part, to the last one where both are text. */
export function append(parts: CurlBodyPart[], part: CurlBodyPart): void {
  const last = parts.at(-1);
  if (last?.kind !== 'text' || part.kind !== 'text') parts.push(part);
  else parts.splice(-1, 1, { ...last, text: last.text + part.text, endOffset: part.endOffset });
}

function dataParts({ name, value }: CurlArgument): CurlBodyPart[] {
  if (name === 'data-urlencode') return encodedParts(value);
  const isFile = name !== 'data-raw' && value.text.startsWith('@');
  return [{ ...value, kind: isFile ? 'file' : 'text', text: value.text.slice(isFile ? 1 : 0) }];
}

/** `content`, `=content`, `name=content`; `@file`, `name@file`. */
function encodedParts(value: CurlArgument['value']): CurlBodyPart[] {
  const [, name = '', sign, content = value.text] = /^([^=@]*)([=@])([^]*)$/.exec(value.text) ?? [];
  const lead: CurlBodyPart = { ...value, kind: 'text', text: name === '' ? '' : `${name}=` };
  if (sign !== '@') return [{ ...lead, text: lead.text + encode(content) }];
  const file: CurlBodyPart = { ...value, kind: 'encodedFile', text: content };
  return lead.text === '' ? [file] : [lead, file];
}

/** Percent-encodes text, blanks as `+`, and has variables in it encoded too. */
function encode(text: string): string {
  return text
    .split(/(\{\{[^{}]*\}\})/)
    .map((piece, index) =>
      index % 2 === 1 ? piece.replace(/^\{\{%?/, '{{%') : formEncoded(Buffer.from(piece)),
    )
    .join('');
}
