import { diagnose, type Diagnostic } from '../request-file/diagnostic.ts';
import { noteCodes } from '../request-file/curlBlock.ts';
import { parseRequestFile } from '../request-file/parseRequestFile.ts';
import { requestsOf } from '../request-file/requestFile.ts';
import { isCurlCommand } from './curlArguments.ts';
import { readCurlRequest, type CurlNote, type CurlRequest } from './curlRequest.ts';

/** A request in the words of a request file. */
export interface CurlRequestText {
  /** Directives, request line, headers and body, without a separator; ends with a line break. */
  text: string;
  /** What could not be carried over; `diagnosticMessage` says it in words. */
  notes: Pick<Diagnostic, 'code' | 'args' | 'message'>[];
}

/** The request of a curl command as a person would write it in a request file; `null` for a text that is none. */
export function curlToRequestText(command: string): CurlRequestText | null {
  if (!isCurlCommand(command)) return null;
  const request = withoutEncodedFiles(withFormText(readCurlRequest(command.trimStart())));
  const text = writeRequest(request);
  const notes = request.notes.map(noteOf);
  if (!isReadBack(text, request)) notes.push(diagnose('WB1044', nowhere));
  return { text, notes };
}

/** A line `< file` of this language sends a file as it is. */
function withoutEncodedFiles(request: CurlRequest): CurlRequest {
  const encoded = request.body.filter(({ kind }) => kind === 'encodedFile');
  const notes = encoded.map((part): CurlNote => {
    return { ...part, kind: 'part', text: `--data-urlencode @${part.text}` };
  });
  return {
    ...request,
    body: request.body.filter(({ kind }) => kind !== 'encodedFile'),
    notes: [...request.notes, ...notes],
  };
}

/** In a form of this language blanks and line ends are layout: those of the command are percent-encoded. */
function withFormText(request: CurlRequest): CurlRequest {
  const contentType = request.headers.find(([name]) => /^content-type$/i.test(name))?.[1] ?? '';
  if (!/^application\/x-www-form-urlencoded/i.test(contentType)) return request;
  const body = request.body.map((part) =>
    part.kind === 'text' ? { ...part, text: formText(part.text) } : part,
  );
  return { ...request, body };
}

/** A form as this language keeps it: line ends, blanks around `=` and `&`, and comments belong to its layout. */
function formText(text: string): string {
  return text
    .replace(/\r\n|\n|\r/g, '%0A')
    .replace(/^#/, '%23')
    .replace(/^\/\//, '%2F/')
    .replace(/^[ \t]+|[ \t]+$|(?<=[=&])[ \t]+|[ \t]+(?=[=&])/g, (blanks) =>
      encodeURIComponent(blanks),
    );
}

const nowhere = { offset: 0, endOffset: 0, line: 1, column: 1, endLine: 1, endColumn: 1 };
function noteOf({ kind, text }: CurlNote): Diagnostic {
  return diagnose(noteCodes[kind], nowhere, ...(text === '' ? [] : [text]));
}

function writeRequest({
  method,
  url,
  httpVersion,
  headers,
  directives,
  body,
}: CurlRequest): string {
  const isWebSocket = /^wss?:/i.test(url.text);
  const lines = [
    ...directives.map(([name, value]) => `# @${name} ${value}`.trimEnd()),
    [isWebSocket ? 'WEBSOCKET' : method, url.text, httpVersion?.text].filter(Boolean).join(' '),
    ...headers.map(([name, value]) => `${name}: ${value}`.trimEnd()),
  ];
  const head = `${lines.join('\n')}\n`;
  return body.length === 0 ? head : `${head}\n${writeBody(body)}\n`;
}

/** A file stands on a line of its own. */
function writeBody(body: CurlRequest['body']): string {
  let text = '';
  for (const part of body) {
    const onNewLine = text === '' || text.endsWith('\n');
    if (part.kind === 'file') text += `${onNewLine ? '' : '\n'}< ${part.text}`;
    else text += part.text;
  }
  return text;
}

/** False where a line of the body means something in a request file, such as `###` or `> {%`. */
function isReadBack(text: string, { url, headers, body }: CurlRequest): boolean {
  const [block, ...others] = requestsOf(parseRequestFile(text));
  if (block === undefined) return url.text === '';
  const read = block.request.body.segments.map((segment) =>
    segment.kind === 'text' ? segment.text.trim() : segment.path.text,
  );
  const sent = body.map((part) => part.text.trim()).filter((part) => part !== '');
  const isSame = JSON.stringify(read) === JSON.stringify(sent);
  return others.length === 0 && isSame && block.request.headers.length === headers.length;
}
