import type { RequestNode } from '../request-file/requestFile.ts';
import type { SourceText } from '../request-file/textRange.ts';
import type { ScriptTemplate } from '../scripts/script.ts';

/** A script sees so much of the body of its request. */
export const maxBodyBytes = 1_000_000;

/** The parts of a request as `read` makes them of what is written. */
export function templateOf(
  { url, headers, body }: RequestNode,
  read: (source: SourceText) => string,
): ScriptTemplate {
  return {
    url: url.parts.map(read).join(''),
    headers: headers.map(({ name, value }) => [read(name), read(value)] as const),
    body: body.segments
      .map((each) => (each.kind === 'text' ? read(each) : `< ${read(each.path)}\n`))
      .join(''),
  };
}

/** The parts of a request as they are written, for scripts that see it when it has been sent. */
export function writtenTemplate(request: RequestNode): ScriptTemplate {
  const template = templateOf(request, ({ text }) => text);
  return { ...template, body: template.body.slice(0, maxBodyBytes) };
}
