import type { LineEnd } from '../request-file/stepForm.ts';
import type { MessageContent } from './preparedStep.ts';
import { joinTemplates, type Template } from './template.ts';

const lineEnds: Record<LineEnd, string> = { crlf: '\r\n', lf: '\n' };

/** The message with its lines ended so, the last one too; bytes, and captured values, stay as they are. */
export function withLineEnds(content: MessageContent, lineEnd: LineEnd | null): MessageContent {
  if (lineEnd === null || content.type !== 'text') return content;
  const end = lineEnds[lineEnd];
  const ended = (text: string): string => text.replace(/\r\n|\n|\r/g, end);
  const text: Template =
    typeof content.text === 'string'
      ? ended(content.text)
      : content.text.map((piece) => (typeof piece === 'string' ? ended(piece) : piece));
  return { type: 'text', text: joinTemplates([text, end]) };
}
