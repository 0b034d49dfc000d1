import { appendFile } from 'node:fs/promises';
import type { WireEvent, WireEventOf } from '../core/wire/events.ts';
import type { RunArguments } from './arguments.ts';
import { errorLine } from './commandIo.ts';
import type { CommandIo } from './commandIo.ts';
import type { PumpOutput, Told } from './eventPump.ts';
import type { Reporter } from './reporter.ts';
import { unmetSentence } from './verdict.ts';

/** Where the request line of a request stands. */
export interface Place {
  file: string;
  line: number;
}

/** What the events of an exchange are told with. */
export interface Followed {
  place: Place;
  /** Hears each of its events. */
  heard?(event: WireEvent): void;
}

/** Where the events of a run go: the reporter, standard error and the file of `--record`. */
export class RunOutput implements PumpOutput<Followed> {
  readonly #args: RunArguments;
  readonly #io: CommandIo;
  readonly #reporter: Reporter;

  constructor({ args, io, reporter }: { args: RunArguments; io: CommandIo; reporter: Reporter }) {
    this.#args = args;
    this.#io = io;
    this.#reporter = reporter;
  }

  async report(told: readonly Told<Followed>[]): Promise<void> {
    for (const { event, of } of this.#inOrder(told)) {
      of.heard?.(event);
      this.#reporter.event(event);
      const line = this.#errorLineOf(event, of.place);
      if (line !== null) this.#io.writeError(line);
    }
    await this.#record(told);
    await this.#io.drained();
  }

  missed(count: number): void {
    this.#io.writeError(
      `wirebook: ${count} events fell out of the recording before they were read.\n`,
    );
  }

  /** People read one exchange after the other, as far as that is possible. */
  #inOrder(told: readonly Told<Followed>[]): readonly Told<Followed>[] {
    if (this.#args.output !== 'text') return told;
    return told.toSorted((a, b) => a.event.exchange - b.event.exchange);
  }

  #errorLineOf(event: WireEvent, place: Place): string | null {
    if (event.event === 'exchange.failed') return failureLine(place, event);
    if (event.event !== 'expect' || event.passed) return null;
    const at = { line: event.line, column: event.column ?? 1 };
    return errorLine(place.file, at, 'WB_EXPECTATION', unmetSentence(event));
  }

  async #record(told: readonly Told<Followed>[]): Promise<void> {
    if (this.#args.recordPath === null) return;
    const lines = told.map(({ event }) => `${JSON.stringify(event)}\n`);
    await appendFile(this.#args.recordPath, lines.join(''));
  }
}

/** Preparing knows the place in the file; the network only knows the request. */
function failureLine(
  { file, line }: Place,
  { code, message, params }: WireEventOf<'exchange.failed'>,
): string {
  const place = { line: Number(params['line'] ?? line), column: Number(params['column'] ?? 1) };
  return errorLine(file, place, code, message);
}
