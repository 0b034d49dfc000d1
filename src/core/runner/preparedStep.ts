import type { CheckOperator } from '../request-file/expectation.ts';
import type { Template } from './template.ts';

/** What a message says. Bytes that captured values belong into are decoded when it is sent. */
export type MessageContent =
  | { type: 'text'; text: Template }
  | { type: 'binary'; bytes: Uint8Array }
  | { type: 'binary'; text: Template; encoding: 'utf8' | 'hex' | 'base64' };

/** One line of an `=== expect`, or the JSON at its end. */
export interface PreparedCheck {
  /** Where it stands in the request file, from 1. */
  line: number;
  column: number;
  /** As written, variables not resolved. */
  text: string;
  /** `text`, `bytes` (their number), `hex`, `type`, `json`, or a path that begins with `$`. */
  subject: string;
  operator: CheckOperator;
  operand: Template;
}

/** What is expected of the peer next. */
export interface ExpectStep {
  step: 'expect';
  what: 'message' | 'pong' | 'close';
  /** The close code that must come; `null` lets any pass. */
  code: number | null;
  withinMs: number | null;
  checks: PreparedCheck[];
}

/** A frame as a well-behaved client would never send it (RFC 6455 §5.2). */
export interface FrameStep {
  step: 'frame';
  fin: boolean;
  rsv: number;
  opcode: number;
  mask: number | 'random' | null;
  content: MessageContent;
}

/** What a step does. Times in milliseconds. */
export type StepAction =
  | { step: 'send'; content: MessageContent; fragments: number; uncompressed: boolean }
  /** Waits for `count` messages after the previous send. */
  | { step: 'wait-for-server'; count: number }
  | ExpectStep
  /** Takes a value out of the message last received: `text`, or a path that begins with `$`. */
  | { step: 'capture'; name: string; path: string }
  | { step: 'wait'; waitMs: number }
  | { step: 'ping' | 'pong'; text: Template }
  | { step: 'close'; code: number | null; reason: Template }
  | FrameStep
  | { step: 'bytes'; content: MessageContent }
  | { step: 'repeat'; count: number; everyMs: number | null; steps: PreparedStep[] };

/** One step of a conversation. `shown` is its line, or the beginning of its message, as written. */
export type PreparedStep = StepAction & { line: number; column: number; shown: string };

/** All steps in the order of the file, those between `repeat` and `end` too. */
export function flatSteps(steps: readonly PreparedStep[]): PreparedStep[] {
  return steps.flatMap((step) =>
    step.step === 'repeat' ? [step, ...flatSteps(step.steps)] : [step],
  );
}
