import type { BlockState } from './blockState.ts';
import { readChecks } from './expectation.ts';
import { isRaw } from './methods.ts';
import type { BodySegment, ConversationStep, RequestKind, StepKind } from './requestFile.ts';
import { isEncoded } from './messageBytes.ts';
import { readStepForm, stepUsage, type StepForm } from './stepForm.ts';

/** Steps that only a WebSocket has: it is made of frames. */
const framed: ReadonlySet<StepKind> = new Set(['ping', 'pong', 'frame']);

/** Reports steps that cannot be done: arguments and checks that are no such, and what this kind does not have. */
export function checkSteps(
  state: BlockState,
  kind: RequestKind,
  steps: readonly ConversationStep[],
): void {
  for (const step of steps) checkStep(state, kind, step);
}

function checkStep(state: BlockState, kind: RequestKind, step: ConversationStep): void {
  const { text, range } = step.argument;
  // What a variable stands for is known when the request is prepared.
  const isOpen = step.step === 'unknown' || text.includes('{{');
  const form = readStepForm(step.step, text);
  if (isRaw(kind) && (framed.has(step.step) || isFramed(form))) {
    state.report('WB4002', step.range, `${step.step} ${text}`.trim(), kind.toUpperCase());
  } else if (form === null && !isOpen) {
    if (step.step === 'wait-for-server') state.report('WB4003', range, text);
    else state.report('WB4006', text === '' ? step.range : range, stepUsage(step.step));
  }
  if (step.step === 'expect')
    checkExpectation(state, step, form?.step === 'expect' ? form.check : '');
  if (form !== null) checkEncoding(state, step, form);
}

/** What a variable or a file stands for is not known yet. */
function checkEncoding(state: BlockState, { segments }: ConversationStep, form: StepForm): void {
  const encoding = encodingOf(form);
  const [message] = segments;
  if (encoding === null || segments.length !== 1 || message?.kind !== 'text') return;
  if (message.text.includes('{{') || isEncoded(message.text, encoding)) return;
  state.report('WB4004', message.range, encoding);
}

function encodingOf(form: StepForm): 'hex' | 'base64' | null {
  if (form.step === 'frame' || form.step === 'bytes') return 'hex';
  if (form.step !== 'send' || form.path !== null) return null;
  return form.type === 'hex' || form.type === 'base64' ? form.type : null;
}

/** Options and expectations that speak of frames. */
function isFramed(form: StepForm | null): boolean {
  if (form?.step === 'send') return form.fragments > 1 || form.uncompressed;
  if (form?.step === 'expect') return form.what === 'pong' || form.code !== null;
  return form?.step === 'close' && form.code !== null;
}

function checkExpectation(
  state: BlockState,
  { argument, segments }: ConversationStep,
  check: string,
): void {
  const onLine = check === '' ? [] : readChecks({ ...argument, text: check }).faults;
  const below = segments.filter(isText).flatMap((segment) => readChecks(segment).faults);
  for (const { text, range } of [...onLine, ...below]) state.report('WB4007', range, text);
}

function isText(segment: BodySegment): segment is Extract<BodySegment, { kind: 'text' }> {
  return segment.kind === 'text';
}
