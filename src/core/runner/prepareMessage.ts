import { diagnose } from '../request-file/diagnostic.ts';
import { decodeMessage } from '../request-file/messageBytes.ts';
import type { ConversationStep } from '../request-file/requestFile.ts';
import type { SendType } from '../request-file/stepForm.ts';
import { readFileBytes } from './bodyFile.ts';
import { readInclude } from './prepareBody.ts';
import type { Preparation } from './preparation.ts';
import { failureOfDiagnostic } from './prepareFailure.ts';
import type { MessageContent } from './preparedStep.ts';
import { joinTemplates, prepareTemplate, type Template } from './template.ts';

/** How the text below a step becomes a message, the file that stands for it, and the names captured so far. */
export interface MessageForm {
  type: SendType;
  path: string | null;
  captures: ReadonlySet<string>;
}

/** The message of a step; refuses one that is not the hex or base64 it is said to be (WB4004). */
export async function prepareMessage(
  preparation: Preparation,
  step: ConversationStep,
  { type, path, captures }: MessageForm,
): Promise<MessageContent> {
  const file = path === null ? null : { text: path, range: step.argument.range };
  const bytes = file === null ? null : await readFileBytes(preparation, file);
  if (bytes !== null && type === 'binary') return { type, bytes };
  const text =
    bytes === null
      ? await messageText(preparation, step, captures)
      : new TextDecoder().decode(bytes);
  if (type === 'text') return { type, text };
  const encoding = type === 'binary' ? 'utf8' : type;
  if (typeof text !== 'string') return { type: 'binary', text, encoding };
  const decoded = decodeMessage(text, encoding);
  if (decoded === null) throw failureOfDiagnostic(diagnose('WB4004', step.range, encoding));
  return { type: 'binary', bytes: decoded };
}

async function messageText(
  preparation: Preparation,
  { segments }: ConversationStep,
  captures: ReadonlySet<string>,
): Promise<Template> {
  const texts: Template[] = [];
  for (const segment of segments) {
    if (segment.kind === 'text') texts.push(prepareTemplate(preparation, segment, captures));
    else texts.push(await readInclude(preparation, segment));
  }
  return joinTemplates(texts);
}
