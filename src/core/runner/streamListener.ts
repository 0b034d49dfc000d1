import type { WireError } from '../errors/wireError.ts';
import type { AnswerParts, PartsTaken } from '../recording/answerParts.ts';
import type { ScriptResult } from '../scripts/script.ts';
import { scriptLimits } from '../scripts/scriptLimits.ts';
import type { ListeningScript } from '../scripts/scripts.ts';
import type { ConclusionContext } from './conclusionContext.ts';
import type { PreparedScript } from './preparedConclusion.ts';
import type { PreparedRequest } from './preparedRequest.ts';
import { faultInWords, faultOf, tellScript } from './scriptOutcome.ts';
import { scriptRequestOf, scriptResponseOf } from './scriptView.ts';

/**
 * A script that runs while the answer comes: it begins with the head of a stream and is handed its parts. What waits
 * for a slow script waits in the recording, so that nothing is kept twice and the budget holds.
 */
export class StreamListener {
  /** Whether the answer was a stream; resolves when the script has seen all of it, or at the end of the answer. */
  readonly finished: Promise<boolean>;
  /** Why the script did not come to its end. */
  fault: WireError | null = null;
  readonly #request: PreparedRequest;
  readonly #step: PreparedScript;
  readonly #context: ConclusionContext;
  readonly #parts: AnswerParts | null;
  readonly #script: ListeningScript;
  #isListening = true;

  constructor(request: PreparedRequest, step: PreparedScript, context: ConclusionContext) {
    const { recording, sink, scripts } = context;
    this.#request = request;
    this.#step = step;
    this.#context = context;
    this.#parts = recording.parts(sink.id, scriptLimits.bodyBytes);
    this.#script = { script: scripts.number(), line: step.line };
    this.finished = this.#listen();
  }

  /** Ends the script: it sees and tells nothing more. */
  stop(): void {
    this.#isListening = false;
    this.#context.scripts.forget(this.#script.script);
  }

  async #listen(): Promise<boolean> {
    const parts = this.#parts;
    while (parts !== null && !parts.isStream) {
      if (parts.isOver || !this.#isListening) return false;
      await parts.news();
    }
    if (parts === null || !(await this.#begin())) return true;
    await this.#deliverAll(parts);
    if (this.#isListening) this.#tell(await this.#context.scripts.finish(this.#script));
    return true;
  }

  async #begin(): Promise<boolean> {
    const { recording, sink, scripts } = this.#context;
    const answer = recording.answer(sink.id, 0);
    if (answer === null) return false;
    const request = scriptRequestOf(this.#request);
    const run = { ...this.#step, request, response: scriptResponseOf(answer) };
    const result = await scripts.start(this.#script.script, run);
    // It was stopped before it had begun.
    if (!this.#isListening) scripts.forget(this.#script.script);
    this.#tell(result);
    return this.#isListening;
  }

  async #deliverAll(parts: AnswerParts): Promise<void> {
    while (this.#isListening) {
      const { isOver } = parts;
      const taken = parts.take();
      this.#tellGaps(taken);
      if (taken.parts.length > 0) await this.#deliver(taken.parts);
      else if (isOver) return;
      else await parts.news();
    }
  }

  async #deliver(parts: string[]): Promise<void> {
    for (let from = 0; from < parts.length && this.#isListening;) {
      const delivery = await this.#context.scripts.deliver(this.#script, parts.slice(from));
      from += delivery.taken;
      this.#tell(delivery);
    }
  }

  #tell(result: ScriptResult): void {
    if (!this.#isListening) return;
    const { sink } = this.#context;
    this.#isListening = result.isListening;
    tellScript(result, this.#step, (event) => sink.emit(event));
    this.fault = faultOf(result, this.#step);
    if (this.fault !== null) this.#log(faultInWords(this.fault));
  }

  #tellGaps({ lost, cut }: PartsTaken): void {
    if (lost > 0) this.#log(`${lost} parts fell out of the recording before the script saw them.`);
    const limit = `${scriptLimits.bodyBytes / 1024 / 1024} MiB`;
    if (cut > 0) this.#log(`The script sees only the first ${limit} of ${cut} parts.`);
  }

  #log(text: string): void {
    this.#context.sink.emit({ event: 'script.log', line: this.#step.line, text });
  }
}
