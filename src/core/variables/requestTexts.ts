import type {
  BodySegment,
  ConversationStep,
  RequestBlockWithRequest,
} from '../request-file/requestFile.ts';
import type { Handler } from '../request-file/handlerNode.ts';
import { readStepForm } from '../request-file/stepForm.ts';
import type { SourceText } from '../request-file/textRange.ts';

/** A text that may hold references, and the names that the conversation has captured before it. */
export interface ReferringText {
  source: SourceText;
  captures: ReadonlySet<string>;
}

/** Every text of a request that may hold references, in the order of the file. */
export function textsOf({ request, handlers }: RequestBlockWithRequest): ReferringText[] {
  const { url, headers, body, messages } = request;
  const texts = [
    ...handlers.flatMap(handlerTexts),
    ...url.parts,
    ...headers.flatMap(({ name, value }) => [name, value]),
    ...body.segments.map(textOf),
  ].map((source) => ({ source, captures: new Set<string>() }));
  return [...texts, ...stepTexts(messages)];
}

function stepTexts(steps: readonly ConversationStep[]): ReferringText[] {
  let captures: ReadonlySet<string> = new Set<string>();
  return steps.flatMap(({ step, argument, segments }) => {
    const before = captures;
    const form = step === 'capture' ? readStepForm(step, argument.text) : null;
    if (form?.step === 'capture') captures = new Set([...captures, form.name]);
    return [argument, ...segments.map(textOf)].map((source) => ({ source, captures: before }));
  });
}

/** The texts of lines `run …` and `>> file` that may hold references. */
export function handlerTexts(handler: Handler): SourceText[] {
  if (handler.kind === 'saveResponse') return [handler.path];
  return handler.kind === 'run' ? handler.variables.map(({ value }) => value) : [];
}

function textOf(segment: BodySegment): SourceText {
  return segment.kind === 'text' ? segment : segment.path;
}
