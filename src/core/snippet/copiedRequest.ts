import type { BodyPart, PreparedRequest } from '../runner/preparedRequest.ts';
import { flatSteps, type MessageContent, type PreparedStep } from '../runner/preparedStep.ts';
import { writtenTemplate } from '../runner/template.ts';

/** A message of a conversation. */
export type CopiedMessage = { text: string } | { bytes: Uint8Array };

/** What of a request another program can do. */
export interface CopiedRequest extends Pick<
  PreparedRequest,
  'kind' | 'method' | 'url' | 'headers' | 'options'
> {
  body: BodyPart[];
  /** What a conversation sends, in order; what is repeated stands once. */
  messages: CopiedMessage[];
}

/** The request without what only Wirebook does: waiting, expecting, capturing, raw frames. */
export function copiedRequest(request: PreparedRequest): CopiedRequest {
  const { kind, method, url, headers, options, body, steps } = request;
  const messages = flatSteps(steps).flatMap(messageOf);
  return { kind, method, url, headers, options, body, messages };
}

function messageOf(step: PreparedStep): CopiedMessage[] {
  return step.step === 'send' ? [readContent(step.content)] : [];
}

/** A captured value is not known: its name stands in its place. */
function readContent(content: MessageContent): CopiedMessage {
  if ('bytes' in content) return { bytes: content.bytes };
  const text = writtenTemplate(content.text);
  return content.type === 'text' ? { text } : { bytes: Buffer.from(text, content.encoding) };
}
