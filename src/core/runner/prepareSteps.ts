import { diagnose } from '../request-file/diagnostic.ts';
import type { ConversationStep } from '../request-file/requestFile.ts';
import { readFileBytes, segmentsText } from './prepareBody.ts';
import type { Preparation } from './preparation.ts';
import { failureOfDiagnostic } from './prepareFailure.ts';
import type { PreparedStep } from './preparedRequest.ts';

/** What `=== send` says about its message. */
interface SendForm {
  type: 'text' | 'binary' | 'hex' | 'base64';
  path: string | null;
}

/** The steps of a conversation; refuses those that cannot be run yet. */
export async function prepareSteps(preparation: Preparation): Promise<PreparedStep[]> {
  const steps: PreparedStep[] = [];
  for (const step of preparation.request.messages) steps.push(await prepareStep(preparation, step));
  return steps;
}

async function prepareStep(
  preparation: Preparation,
  step: ConversationStep,
): Promise<PreparedStep> {
  const { line } = step.range;
  if (step.step === 'wait-for-server') {
    return { step: 'wait', line, count: Number(step.argument.text || '1') };
  }
  const form = step.step === 'send' ? sendForm(step.argument.text) : null;
  if (form === null) {
    const written = `${step.step} ${step.argument.text}`.trim();
    throw failureOfDiagnostic(diagnose('WB4002', step.range, written));
  }
  return { step: 'send', line, ...(await prepareMessage(preparation, step, form)) };
}

function sendForm(argument: string): SendForm | null {
  const match = /^(text|json|binary|hex|base64)?(?:(?:^|\s+)<\s+(\S.*))?$/.exec(argument);
  if (match === null) return null;
  const type = match[1] === undefined || match[1] === 'json' ? 'text' : match[1];
  return { type: type as SendForm['type'], path: match[2] ?? null };
}

async function prepareMessage(
  preparation: Preparation,
  step: ConversationStep,
  { type, path }: SendForm,
): Promise<{ type: 'text'; text: string } | { type: 'binary'; bytes: Uint8Array }> {
  if (type === 'binary' && path !== null) {
    const bytes = await readFileBytes(preparation, { text: path, range: step.argument.range });
    return { type, bytes };
  }
  const text = await messageText(preparation, step, path);
  if (type === 'text') return { type, text };
  if (type === 'binary') return { type, bytes: new TextEncoder().encode(text) };
  return { type: 'binary', bytes: decodeMessage(type, text, step) };
}

async function messageText(
  preparation: Preparation,
  step: ConversationStep,
  path: string | null,
): Promise<string> {
  if (path === null) return segmentsText(preparation, step.segments);
  const bytes = await readFileBytes(preparation, { text: path, range: step.argument.range });
  return new TextDecoder().decode(bytes);
}

function decodeMessage(
  type: 'hex' | 'base64',
  text: string,
  { range }: ConversationStep,
): Uint8Array {
  const compact = text.replace(/\s+/g, '');
  const valid =
    type === 'hex'
      ? /^(?:[0-9a-f]{2})*$/i.test(compact)
      : /^[A-Za-z0-9+/_-]*={0,2}$/.test(compact) && compact.replace(/=+$/, '').length % 4 !== 1;
  if (!valid) throw failureOfDiagnostic(diagnose('WB4004', range, type));
  return new Uint8Array(Buffer.from(compact, type));
}
