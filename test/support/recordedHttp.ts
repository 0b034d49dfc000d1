import type { TestContext } from 'node:test';
import { Recording } from '../../src/core/recording/recording.ts';
import { Pools } from '../../src/core/wire/http/pools.ts';
import { runHttp } from '../../src/core/wire/http/runHttp.ts';
import type { WireEvent, WireEventOf } from '../../src/core/wire/events.ts';
import type { LogRow, RowDetail, RowSource } from '../../src/protocol/rows.ts';
import type { RequestWishes } from './httpRun.ts';
import { preparedRequest } from './httpRun.ts';

/** What a real recording says of exchanges that share their connections. */
export class RecordedHttp {
  readonly recording = new Recording();
  readonly #pools = new Pools();

  constructor(t: TestContext) {
    t.after(() => this.#pools.dispose());
  }

  /** Runs one request to its end; answers the number of its exchange. */
  async run(url: string, wishes: RequestWishes = {}, signal?: AbortSignal): Promise<number> {
    const request = preparedRequest(url, wishes);
    const sink = this.recording.begin(request);
    await runHttp(request, sink, {
      pools: this.#pools,
      cookieJar: null as never,
      recorder: this.recording,
      signal: signal ?? new AbortController().signal,
    });
    return sink.id;
  }

  /** All events of an exchange. */
  events(exchange: number): WireEvent[] {
    return this.recording.events(exchange, 0, 100_000).events;
  }

  /** The HTTP/2 frames of an exchange. */
  frames(exchange: number): WireEventOf<'h2.frame'>[] {
    return this.events(exchange).filter((event) => event.event === 'h2.frame');
  }

  /** Rows of a log, as a console gets them. */
  rows(exchange: number, source: RowSource, text = ''): LogRow[] {
    const filter = { directions: [], types: [], text };
    return this.recording.rows({ exchange, source, filter, from: 0, count: 2000 }).rows;
  }

  /** One row in full. */
  detail(exchange: number, source: RowSource, row: number): RowDetail {
    return this.recording.row(exchange, source, row)!;
  }
}
