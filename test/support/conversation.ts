import { Recording } from '../../src/core/recording/recording.ts';
import { prepareRequest } from '../../src/core/runner/prepare.ts';
import { isPrepared } from '../../src/core/runner/preparedRequest.ts';
import { Runner } from '../../src/core/runner/runner.ts';
import type { WireEvent, WireEventName } from '../../src/core/wire/events.ts';
import type { ExchangeView } from '../../src/protocol/exchange.ts';
import type { RowSource } from '../../src/protocol/rows.ts';
import { parseText, prepareContext, requestAt } from './requestFiles.ts';

type EventOf<N extends WireEventName> = Extract<WireEvent, { event: N }>;

/** A conversation that is over. */
export interface HeldConversation {
  events: <N extends WireEventName>(name: N) => EventOf<N>[];
  /** `line text` of each expectation, `✓` or `✕` before it. */
  expectations: string[];
  view: ExchangeView;
  /** What stands at each row of a log, by the row's number: `✓ text` or `✕ text`, if anything does. */
  marks: (source: RowSource) => Record<number, string[]>;
  captures: Record<string, string>;
}

/** Runs the first request of a file as the command line does, until it is over. */
export async function holdConversation(
  text: string,
  files: Record<string, string | Uint8Array> = {},
): Promise<HeldConversation> {
  const file = parseText(text);
  const context = await prepareContext(files, { environment: 'dev' });
  context.options = { ...context.options, closeWhenDone: true, lingerMs: 50 };
  const request = await prepareRequest(file, requestAt(file, 0), context);
  if (!isPrepared(request)) throw new Error(`refused: ${JSON.stringify(request)}`);
  const recording = new Recording();
  const runner = new Runner(recording);
  const exchange = runner.start(request);
  await runner.finished(exchange);
  const all = recording.events(exchange, 0, 1_000_000).events;
  const events = <N extends WireEventName>(name: N): EventOf<N>[] =>
    all.filter((event): event is EventOf<N> => event.event === name);
  await runner.dispose();
  const marks = (source: RowSource): Record<number, string[]> => {
    const filter = { directions: [], types: [], text: '' };
    const { rows } = recording.rows({ exchange, source, filter, from: 0, count: 100 });
    const marked = rows.filter(({ expectations = [] }) => expectations.length > 0);
    return Object.fromEntries(
      marked.map(({ row, expectations }) => [
        row,
        expectations!.map(({ passed, text: said }) => `${passed ? '✓' : '✕'} ${said}`),
      ]),
    );
  };
  return {
    events,
    expectations: events('expect').map(
      ({ line, passed, text: said }) => `${passed ? '✓' : '✕'} ${line} ${said}`,
    ),
    view: recording.exchange(exchange)!,
    marks,
    captures: recording.captures(exchange),
  };
}
