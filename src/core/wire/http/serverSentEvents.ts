import { WireError } from '../../errors/wireError.ts';
import type { WireEventOf } from '../events.ts';
import type { BreakOff } from './hop.ts';
import { EventLines } from './eventLines.ts';
import type { EventStreamState } from './eventStream.ts';

/** One event, or one line without an end, may not be longer: a server could fill the memory with it. */
const EVENT_LIMIT_MI_CHARACTERS = 16;
const EVENT_LIMIT_CHARACTERS = EVENT_LIMIT_MI_CHARACTERS * 1024 * 1024;

/** What the lines since the last empty one have said. */
interface Block {
  id: string | null;
  type: string;
  /** `null` before its first line. */
  data: string | null;
  retry: number | null;
}

interface EventListener {
  emit(event: WireEventOf<'sse.event'>): void;
  /** An event is longer than the limit. */
  refuse: BreakOff;
}

/** Reads a `text/event-stream` (WHATWG HTML §9.2.6) chunk by chunk; characters may be cut between chunks. */
export class ServerSentEvents {
  readonly #decoder = new TextDecoder();
  readonly #lines = new EventLines((line) => this.#line(line));
  readonly #listener: EventListener;
  readonly #state: EventStreamState;
  #block = emptyBlock();
  #isRefused = false;

  /** `state` follows what the stream says about going on. */
  constructor(listener: EventListener, state: EventStreamState) {
    this.#listener = listener;
    this.#state = state;
    state.hasOpened = true;
  }

  /** Takes decoded body bytes. */
  feed(chunk: Uint8Array): void {
    if (this.#isRefused) return;
    this.#lines.feed(this.#decoder.decode(chunk, { stream: true }));
    const length = this.#lines.pendingLength + (this.#block.data?.length ?? 0);
    if (length > EVENT_LIMIT_CHARACTERS) this.#refuse();
  }

  #refuse(): void {
    this.#isRefused = true;
    const params = { limit: `${EVENT_LIMIT_MI_CHARACTERS} Mi`, section: 'WHATWG HTML §9.2.6' };
    this.#listener.refuse(new WireError('WB_HTTP_EVENT_TOO_LARGE', 'receive', { params }));
  }

  #line(line: string): void {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    if (colon < 0) return this.#field(line, '');
    const valueStart = line[colon + 1] === ' ' ? colon + 2 : colon + 1;
    this.#field(line.slice(0, colon), line.slice(valueStart));
  }

  /** A line that begins with a colon is a comment; other names say nothing. */
  #field(name: string, value: string): void {
    const block = this.#block;
    if (name === 'data') block.data = block.data === null ? value : `${block.data}\n${value}`;
    else if (name === 'event') block.type = value;
    else if (name === 'id' && !value.includes('\0')) block.id = value;
    else if (name === 'retry' && /^\d+$/.test(value)) {
      block.retry = Math.min(Number(value), Number.MAX_SAFE_INTEGER);
      this.#state.retryMs = block.retry;
    }
  }

  /** An empty line: the id counts, whether there is data to be told or not. */
  #dispatch(): void {
    const { id, type, data, retry } = this.#block;
    this.#block = emptyBlock();
    if (id !== null) this.#state.lastEventId = id;
    if (data === null) return;
    this.#listener.emit({
      event: 'sse.event',
      id,
      type: type || 'message',
      data,
      ...(retry === null ? {} : { retry }),
    });
  }
}

function emptyBlock(): Block {
  return { id: null, type: '', data: null, retry: null };
}
