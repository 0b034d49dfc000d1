import { takesVariables } from '../request-file/directiveCatalogue.ts';
import type {
  BodySegment,
  ConversationStep,
  Directive,
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
export function textsOf(block: RequestBlockWithRequest): ReferringText[] {
  const { url, headers, body, messages } = block.request;
  const texts = [
    ...block.directives.flatMap(directiveText),
    ...block.handlers.flatMap(handlerTexts),
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

function directiveText({ name, value }: Directive): SourceText[] {
  return value !== null && takesVariables(name) ? [value] : [];
}

/** The texts of lines `run …`, `>> file`, `> file.js` and `?? …` that may hold references. */
export function handlerTexts(handler: Handler): SourceText[] {
  switch (handler.kind) {
    case 'saveResponse':
    case 'scriptFile':
      return [handler.path];
    case 'run':
      return [handler.target, ...handler.variables.map(({ value }) => value)];
    case 'sharedHeader':
      return [handler.name, handler.value];
    case 'assertion':
      return [handler.value, handler.expected].filter((text) => text !== null);
    default:
      return [];
  }
}

function textOf(segment: BodySegment): SourceText {
  return segment.kind === 'text' ? segment : segment.path;
}
