import type { CurlArgument } from './curlArguments.ts';
import type { CurlBodyPart } from './curlRequest.ts';

/**
 * The values of `-d` and its kin, joined by `separator`; text side by side is one part. In a form, blanks that would
 * not survive are percent-encoded.
 */
export function joinData(
  data: readonly CurlArgument[],
  separator: string,
  isForm: boolean,
): CurlBodyPart[] {
  const parts: CurlBodyPart[] = [];
  for (const argument of data) {
    if (parts.length > 0) append(parts, { ...argument.value, kind: 'text', text: separator });
    for (const part of dataParts(argument)) {
      append(parts, isForm && part.kind === 'text' ? { ...part, text: formText(part.text) } : part);
    }
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

/** `content`, `=content`, `name=content`, `@file`, `name@file`. */
function encodedParts(value: CurlArgument['value']): CurlBodyPart[] {
  const [, name = '', separator, content = ''] = /^([^=@]*)([=@])([^]*)$/.exec(value.text) ?? [];
  if (separator === undefined) return [{ ...value, kind: 'text', text: encode(value.text) }];
  const lead: CurlBodyPart = { ...value, kind: 'text', text: name === '' ? '' : `${name}=` };
  if (separator === '=') return [{ ...lead, text: lead.text + encode(content) }];
  return [lead, { ...value, kind: 'file', text: content }].filter(
    ({ text }) => text !== '',
  ) as CurlBodyPart[];
}

/** Percent-encodes text, and has variables in it encoded too. */
function encode(text: string): string {
  return text
    .split(/(\{\{[^{}]*\}\})/)
    .map((piece, index) =>
      index % 2 === 1 ? piece.replace(/^\{\{%?/, '{{%') : encodeURIComponent(piece.toWellFormed()),
    )
    .join('');
}

/** A form as this language keeps it: line ends and blanks around `=` and `&` belong to its layout. */
function formText(text: string): string {
  return text
    .replace(/\r\n|\n|\r/g, '%0A')
    .replace(/^[ \t]+|[ \t]+$|(?<=[=&])[ \t]+|[ \t]+(?=[=&])/g, (blanks) =>
      encodeURIComponent(blanks),
    );
}
