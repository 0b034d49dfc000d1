import { diagnose } from '../request-file/diagnostic.ts';
import { readChecks } from '../request-file/expectation.ts';
import type { BodySegment, ConversationStep } from '../request-file/requestFile.ts';
import { readStepForm, stepUsage, type LineEnd, type StepForm } from '../request-file/stepForm.ts';
import type { SourceText } from '../request-file/textRange.ts';
import { withLineEnds } from './lineEnds.ts';
import { prepareMessage } from './prepareMessage.ts';
import type { Preparation } from './preparation.ts';
import { failureOfDiagnostic } from './prepareFailure.ts';
import type { PreparedCheck, PreparedStep, StepAction } from './preparedStep.ts';
import { openTemplate, prepareTemplate, writtenTemplate } from './template.ts';

const longestShown = 200;

/** The steps of a conversation, those between `repeat` and `end` inside the `repeat`. */
export async function prepareSteps(preparation: Preparation): Promise<PreparedStep[]> {
  return new StepPreparer(preparation).prepare();
}

/** Goes through the steps in order: a name is captured from its `=== capture` on. */
class StepPreparer {
  readonly #preparation: Preparation;
  readonly #captures = new Set<string>();
  /** `# @line-end`. */
  readonly #lineEnd: LineEnd | null;

  constructor(preparation: Preparation) {
    this.#preparation = preparation;
    const lineEnd = preparation.directiveValue('line-end')?.toLowerCase();
    this.#lineEnd = lineEnd === 'crlf' || lineEnd === 'lf' ? lineEnd : null;
  }

  async prepare(): Promise<PreparedStep[]> {
    const levels: PreparedStep[][] = [[]];
    for (const step of this.#preparation.request.messages) {
      const form = this.#form(step);
      if (form.step === 'end') {
        levels.pop();
        continue;
      }
      const inner: PreparedStep[] = [];
      const action =
        form.step === 'repeat' ? { ...form, steps: inner } : await this.#action(step, form);
      const { line, column } = step.range;
      levels.at(-1)?.push({ ...action, line, column, shown: shownStep(step) });
      if (form.step === 'repeat') levels.push(inner);
    }
    return levels[0]!;
  }

  /** The argument, with its variables; captured values may stand in the texts in it. */
  #form({ step, argument, range }: ConversationStep): StepForm {
    const template = prepareTemplate(this.#preparation, argument, this.#captures);
    const form = readStepForm(step, writtenTemplate(template));
    if (form !== null) return form;
    throw failureOfDiagnostic(
      diagnose('WB4006', argument.text === '' ? range : argument.range, stepUsage(step)),
    );
  }

  async #action(
    step: ConversationStep,
    form: Exclude<StepForm, { step: 'repeat' | 'end' }>,
  ): Promise<StepAction> {
    switch (form.step) {
      case 'send': {
        const { fragments, uncompressed, type, path } = form;
        const lineEnd = form.lineEnd ?? this.#lineEnd;
        const content = withLineEnds(await this.#message(step, type, path), lineEnd);
        return { step: 'send', content, fragments, uncompressed };
      }
      case 'expect': {
        const { what, code, withinMs } = form;
        return { step: 'expect', what, code, withinMs, checks: this.#checks(step) };
      }
      case 'capture':
        this.#captures.add(form.name);
        return form;
      case 'ping':
      case 'pong':
        return { step: form.step, text: openTemplate(form.text, this.#captures) };
      case 'close':
        return { ...form, reason: openTemplate(form.reason, this.#captures) };
      case 'frame':
      case 'bytes':
        return { ...form, content: await this.#message(step, 'hex', null) };
      default:
        return form;
    }
  }

  #message(
    ...[step, type, path]: [ConversationStep, 'text' | 'binary' | 'hex' | 'base64', string | null]
  ) {
    return prepareMessage(this.#preparation, step, { type, path, captures: this.#captures });
  }

  #checks({ argument, segments }: ConversationStep): PreparedCheck[] {
    // As it is written: what a variable stands for is a value, never an operator.
    const written = readStepForm('expect', argument.text);
    const onLine = written?.step === 'expect' ? written.check : '';
    const below = segments.filter(({ kind }) => kind === 'text') as Extract<
      BodySegment,
      { kind: 'text' }
    >[];
    const sources: SourceText[] = [{ text: onLine, range: argument.range }, ...below];
    return sources.flatMap((source) => {
      const { checks, faults } = readChecks(source);
      const [fault] = faults;
      if (fault !== undefined)
        throw failureOfDiagnostic(diagnose('WB4007', fault.range, fault.text));
      return checks.map(({ subject, operator, operand, source: { text, range } }) => ({
        line: range.line,
        column: range.column,
        text,
        subject,
        operator,
        operand: prepareTemplate(this.#preparation, operand, this.#captures),
      }));
    });
  }
}

/** The step's line as written, or the beginning of a message without one. */
function shownStep({ step, argument, segments }: ConversationStep): string {
  const [first] = segments;
  const message = first?.kind === 'file' ? `< ${first.path.text}` : first?.text;
  const said = step === 'send' || step === 'bytes' || step === 'frame' ? message : undefined;
  const parts = [step, argument.text, said].filter((part) => part !== undefined && part !== '');
  return parts.join(' ').replace(/\s+/g, ' ').slice(0, longestShown);
}
