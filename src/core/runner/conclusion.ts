import { evaluateAssertion } from '../assertions/evaluateAssertion.ts';
import { WireError } from '../errors/wireError.ts';
import type { RecordedAnswer } from '../recording/recordedAnswer.ts';
import { scriptLimits } from '../scripts/scriptLimits.ts';
import type { Judge } from '../wire/judge.ts';
import type { ConclusionContext } from './conclusionContext.ts';
import type { ConcludingStep, PreparedScript } from './preparedConclusion.ts';
import type { PreparedRequest } from './preparedRequest.ts';
import { faultOf, tellScript } from './scriptOutcome.ts';
import { scriptRequestOf, scriptResponseOf } from './scriptView.ts';
import { StreamListener } from './streamListener.ts';

/**
 * The assertions and scripts of a request; what comes of them are events. Scripts of an answer that is a stream begin
 * with its head and listen while it comes; all else is done when it has come.
 */
export class Conclusion implements Judge {
  readonly #request: PreparedRequest;
  readonly #context: ConclusionContext;
  readonly #listeners = new Map<ConcludingStep, StreamListener>();
  readonly #stopping = Promise.withResolvers<never>();
  #fault: WireError | null = null;
  #isJudging = false;

  constructor(request: PreparedRequest, context: ConclusionContext) {
    this.#request = request;
    this.#context = context;
    this.#stopping.promise.catch(() => {});
    for (const step of this.#steps) {
      if (step.kind !== 'script') continue;
      this.#listeners.set(step, new StreamListener(request, step, context));
    }
  }

  async judge(): Promise<void> {
    this.#isJudging = true;
    await Promise.race([this.#judge(), this.#stopping.promise]);
    if (this.#fault !== null) throw this.#fault;
  }

  async brokeOff(): Promise<void> {
    if (this.#isJudging) return;
    this.#isJudging = true;
    const drained = [...this.#listeners.values()].map((listener) => listener.finished);
    await Promise.race([Promise.all(drained), this.#stopping.promise]).catch(() => {});
  }

  /** The answer is not wanted any more: scripts end, also in the midst of it. */
  stop(): void {
    for (const listener of this.#listeners.values()) listener.stop();
    this.#stopping.reject(new WireError('WB_CANCELLED', 'script'));
  }

  /** Stops what is done after the answer has come; before that, it goes on with the answer. */
  stopJudging(): void {
    if (this.#isJudging) this.stop();
  }

  get #steps(): readonly ConcludingStep[] {
    return this.#request.conclusion?.steps ?? [];
  }

  async #judge(): Promise<void> {
    for (const step of this.#steps) await this.#conclude(step);
  }

  async #conclude(step: ConcludingStep): Promise<void> {
    const { sink, recording } = this.#context;
    const listener = this.#listeners.get(step);
    const hasListened = (await listener?.finished) ?? false;
    if (hasListened) {
      this.#fault ??= listener?.fault ?? null;
      return;
    }
    const limitBytes = step.kind === 'script' ? scriptLimits.bodyBytes : Infinity;
    const answer = recording.answer(sink.id, limitBytes);
    if (answer === null) return;
    if (step.kind === 'script') return this.#run(step, answer);
    const { line, text } = step;
    const verdict = await evaluateAssertion(step, answer);
    sink.emit({ event: 'expect', of: 'assertion', line, text, ...verdict });
  }

  async #run(step: PreparedScript, answer: RecordedAnswer): Promise<void> {
    const { scripts, sink } = this.#context;
    const result = await scripts.runScript({
      ...step,
      request: scriptRequestOf(this.#request),
      response: scriptResponseOf(answer),
    });
    tellScript(result, step, (event) => sink.emit(event));
    this.#fault ??= faultOf(result, step);
  }
}
