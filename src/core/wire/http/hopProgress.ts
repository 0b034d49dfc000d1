import type { FailurePhase } from '../../errors/wireError.ts';
import type { HeaderField } from '../wireFacts.ts';
import type { ChunkFields, ExchangeSink } from '../sink.ts';
import type { BodyCopy } from './bodyCopy.ts';
import { BodyReceiver } from './bodyReceiver.ts';
import { newEventStream } from './eventStream.ts';
import type { EventStreamState } from './eventStream.ts';
import type { BreakOff, HopListener, RequestHead, ResponseHead } from './hop.ts';

type HopPhase = Extract<FailurePhase, 'send' | 'wait' | 'receive'>;

/** Writes one hop into the recording as it happens: events, phases, body. */
export class HopProgress implements HopListener {
  /** The final response, once its head is there. */
  head: ResponseHead | null = null;
  readonly #sink: ExchangeSink;
  readonly #connection: number;
  readonly #eventStream: EventStreamState;
  readonly #copy: BodyCopy | undefined;
  #breakOff: BreakOff = () => undefined;
  #phase: HopPhase | null = null;
  #body: BodyReceiver | null = null;

  constructor(
    sink: ExchangeSink,
    connection: number,
    eventStream = newEventStream(),
    copy?: BodyCopy,
  ) {
    this.#sink = sink;
    this.#copy = copy;
    this.#eventStream = eventStream;
    this.#connection = connection;
  }

  begins(breakOff: BreakOff): void {
    this.#breakOff = breakOff;
  }

  sending({ method, target, httpVersion, headers, bodyLength, proxy }: RequestHead): void {
    const event = {
      event: 'http.request',
      method,
      target,
      httpVersion,
      headers,
      bodyLength,
    } as const;
    this.#sink.emit(proxy === undefined ? event : { ...event, proxy }, this.#connection);
    this.#enter('send');
  }

  stream(id: number): void {
    this.#sink.useStream(this.#connection, id);
  }

  sent(): void {
    this.#enter('wait');
  }

  sendsOn(): void {
    this.#enter('send');
  }

  informational(status: number, headers: HeaderField[]): void {
    this.#sink.emit({ event: 'http.informational', status, headers }, this.#connection);
  }

  responseBegins(): void {
    this.#enter('receive');
  }

  response(head: ResponseHead): void {
    this.head = head;
    const { httpVersion, status, reason, headers } = head;
    const event = { event: 'http.response', httpVersion, status, reason, headers } as const;
    this.#sink.emit(event, this.#connection);
    this.#body = new BodyReceiver(head, this.#sink, this.#connection, {
      eventStream: this.#eventStream,
      copy: this.#copy,
      breakOff: this.#breakOff,
    });
  }

  chunk(chunk: Omit<ChunkFields, 'connection'>): void {
    this.#sink.chunk({ ...chunk, connection: this.#connection });
  }

  trailers(headers: HeaderField[]): void {
    this.#sink.emit({ event: 'http.trailers', headers }, this.#connection);
  }

  data(chunk: Buffer, offset: number | null): Promise<void> | null {
    return this.#body?.data(chunk, offset) ?? null;
  }

  /** The hop is over, well or not: ends body and phase, at once or later. Fails with `WB_HTTP_BAD_ENCODING`. */
  end(): Promise<void> | null {
    const ending = this.#body?.end() ?? null;
    if (ending !== null) return ending.finally(() => this.#enter(null));
    this.#enter(null);
    return null;
  }

  #enter(phase: HopPhase | null): void {
    this.#sink.nextPhase(this.#phase, phase);
    this.#phase = phase;
  }
}
