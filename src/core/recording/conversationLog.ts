import type { PreparedStep } from '../runner/preparedStep.ts';
import { flatSteps } from '../runner/preparedStep.ts';
import type { WireEventOf } from '../wire/events.ts';
import type { Finding } from './rowLogs.ts';
import type { StepState } from '../wire/sink.ts';
import { ExpectationMarks } from './expectationMarks.ts';
import type { ExpectationView, StepView } from '../../protocol/stepView.ts';

type Expectation = WireEventOf<'expect'>;

interface Mark {
  state: StepState;
  /** When the step began, since the exchange did. */
  timeMs: number;
  /** How often it was done. */
  rounds: number;
}

/** Where a conversation stands: of each step and each expectation what came last. */
export class ConversationLog {
  /** What was taken out of messages, by name; not masked. */
  readonly captures = new Map<string, string>();
  /** What messages (or chunks of a raw socket) that were looked at have decided. */
  readonly byMessage = new ExpectationMarks();
  /** What was decided without one (a pong, a close, a time that was up), by the message and by the frame before it. */
  readonly afterMessage = new ExpectationMarks();
  readonly afterFrame = new ExpectationMarks();
  readonly #marks = new Map<number, Mark>();
  readonly #expectations = new Map<number, Expectation>();

  mark(line: number, state: StepState, timeMs: number): void {
    const before = this.#marks.get(line);
    const rounds = (before?.rounds ?? 0) + (state === 'running' ? 1 : 0);
    const startMs = state === 'running' ? timeMs : (before?.timeMs ?? timeMs);
    this.#marks.set(line, { state, timeMs: startMs, rounds });
  }

  observe(finding: Finding): void {
    const isOfStep = finding.event === 'expect' && finding.of === undefined;
    if (isOfStep) this.#expectations.set(finding.line, finding);
  }

  /** Notes where the expectation of a finding was decided: by a message, else after what came last. */
  place(
    finding: number,
    message: number | undefined,
    last: { message: number; frame: number | null },
  ): void {
    if (message !== undefined) {
      this.byMessage.add(message, finding);
      return;
    }
    this.afterMessage.add(last.message, finding);
    if (last.frame !== null) this.afterFrame.add(last.frame, finding);
  }

  /** The steps of the request as they stand, in the order of the file. */
  view(steps: readonly PreparedStep[]): StepView[] {
    return flatSteps(steps).map((step) => {
      const mark = this.#marks.get(step.line);
      const lines = step.step === 'expect' ? step.checks.map(({ line }) => line) : [];
      return {
        line: step.line,
        text: step.shown,
        state: mark?.state ?? 'waiting',
        timeMs: mark?.timeMs ?? null,
        rounds: mark?.rounds ?? 0,
        expectations: [...new Set([step.line, ...lines])].flatMap((line) => {
          const expectation = this.#expectations.get(line);
          if (expectation === undefined) return [];
          return [expectationView(expectation)];
        }),
      };
    });
  }
}

/** An expectation as a console shows it; not masked. */
export function expectationView(expectation: Expectation): ExpectationView {
  const { line, text, passed, actual, missing } = expectation;
  return { line, text, passed, actual, ...(missing && { missing }) };
}
