import { createParser } from 'eventsource-parser';
import type { WireEventOf } from '../events.ts';
import type { EventStreamState } from './eventStream.ts';

/** One event, or one line without an end, may not be longer: a server could fill the memory with it. */
const EVENT_LIMIT_CHARACTERS = 16 * 1024 * 1024;

/** Reads a `text/event-stream` (WHATWG HTML §9.2.6) chunk by chunk; characters may be cut between chunks. */
export class ServerSentEvents {
  readonly #decoder = new TextDecoder();
  readonly #parser;
  #retry: number | null = null;
  #isBroken = false;

  /** `state` follows what the stream says about going on. */
  constructor(emit: (event: WireEventOf<'sse.event'>) => void, state: EventStreamState) {
    state.hasOpened = true;
    this.#parser = createParser({
      maxBufferSize: EVENT_LIMIT_CHARACTERS,
      onRetry: (retry) => {
        this.#retry = retry;
        state.retryMs = retry;
      },
      onError: ({ type }) => (this.#isBroken ||= type === 'max-buffer-size-exceeded'),
      onEvent: ({ id, event, data }) => {
        const retry = this.#retry;
        this.#retry = null;
        state.lastEventId = id ?? state.lastEventId;
        emit({
          event: 'sse.event',
          id: id ?? null,
          type: event ?? 'message',
          data,
          ...(retry === null ? {} : { retry }),
        });
      },
    });
  }

  /** Takes decoded body bytes. */
  feed(chunk: Uint8Array): void {
    if (!this.#isBroken) this.#parser.feed(this.#decoder.decode(chunk, { stream: true }));
  }
}
