import { readBase64, readContent } from './content.ts';
import type { Content } from './content.ts';
import { chunkExtension } from './chunkExtension.ts';
import type { EventLog } from './eventLog.ts';
import { eventSource } from './eventOrder.ts';
import type { EventSource, Passed } from './eventOrder.ts';
import type { ExchangeLog } from './exchangeLog.ts';
import { frameErrorView, maskDigits, rsvBits } from './frameFacts.ts';
import { http2FrameEvent } from './http2FrameEvent.ts';
import { Http2Table } from './http2Table.ts';
import type { Disclosure } from './masker.ts';
import type { Message } from './messageLog.ts';
import { framePayload, logPayload, messagePayload } from './payload.ts';
import { roundMs } from './phaseSpans.ts';
import { retold } from './retold.ts';
import type { ToldEvent } from './rowLogs.ts';
import type { WireEvent, WireEventBody, WireEventOf } from '../wire/events.ts';
import { isControl, Opcode, opcodeName } from '../wire/websocket/opcode.ts';

/** Events, where to go on, and how many of them fell out of the recording. */
interface EventsRead {
  events: WireEvent[];
  next: number;
  evicted: number;
}

/** Makes the event objects of an exchange out of its logs, in wire order, secrets masked. */
export class EventReader {
  readonly #exchange: ExchangeLog;
  readonly #disclosure: Disclosure;
  readonly #bodyLimitBytes: number;
  readonly #http2Table: Http2Table;

  constructor(exchange: ExchangeLog, disclosure: Disclosure, bodyLimitBytes: number) {
    this.#exchange = exchange;
    this.#disclosure = disclosure;
    this.#bodyLimitBytes = bodyLimitBytes;
    this.#http2Table = new Http2Table(exchange, disclosure);
  }

  /** The events of at most `count` places in the order, from the `from`-th on. */
  read(from: number, count: number): EventsRead {
    const events: WireEvent[] = [];
    const { order } = this.#exchange;
    let evicted = Math.max(0, Math.min(order.evictedRows, order.length) - from);
    // The frame that ends a message may have lost its place, so the message is told on its own. */
    let isBehindGap = evicted > 0;
    const next = order.visit(from, count, (source, passed) => {
      if (source === eventSource.frame && this.#isAwaited(passed.frames)) return false;
      const made = this.#events(source, passed, isBehindGap);
      isBehindGap = false;
      if (made === null) evicted++;
      else events.push(...made);
      return true;
    });
    return { events, next, evicted };
  }

  #events(source: EventSource, passed: Passed, isBehindGap: boolean): WireEvent[] | null {
    switch (source) {
      case eventSource.told:
        return [this.#told(this.#exchange.told[passed.told]!)];
      case eventSource.frame:
        return this.#frameAndMessage(passed.frames);
      case eventSource.control:
        return asList(this.#control(passed.frames - 1));
      case eventSource.message:
        if (!isBehindGap && this.#stoodAtFrame(passed.messages)) return [];
        return asList(this.#message(passed.messages));
      case eventSource.sse:
        return asList(this.#kept(this.#exchange.sse, passed.sse));
      case eventSource.finding:
        return asList(this.#kept(this.#exchange.findings, passed.findings));
      case eventSource.transferChunk:
        return asList(this.#transferChunk(passed.transferChunks));
      case eventSource.http2:
        return asList(this.#http2(passed.http2));
      case eventSource.chunk:
        return asList(this.#chunk(passed.chunks));
    }
  }

  /** A received frame that ends a message is told together with it: inflating it takes until after later frames. */
  #frameAndMessage(row: number): WireEvent[] | null {
    const frame = this.#frame(row);
    if (frame === null) return null;
    const message = this.#messageEndingIn(row);
    const told = message === null ? null : this.#message(message);
    return told === null ? [frame] : [frame, told];
  }

  /** The message of a received frame is still being inflated: later events wait for it. */
  #isAwaited(row: number): boolean {
    const frame = this.#exchange.frames.read(row);
    if (frame === null || frame.direction === 'out' || !frame.fin || isControl(frame.opcode)) {
      return false;
    }
    const isOver =
      this.#exchange.frames.errors.has(row) || this.#exchange.story.completedMs !== null;
    return frame.message === null && !isOver;
  }

  #messageEndingIn(row: number): number | null {
    const number = this.#exchange.frames.read(row)?.message ?? null;
    const message = number === null ? null : this.#exchange.messages.read(number);
    return message?.direction === 'in' && message.lastFrame === row ? number : null;
  }

  #stoodAtFrame(number: number): boolean {
    const message = this.#exchange.messages.read(number);
    return message !== null && this.#messageEndingIn(message.lastFrame) === number;
  }

  #told(told: ToldEvent): WireEvent {
    const { timeMs, connection, hop } = told;
    const shown = this.#disclosure.value(retold(this.#exchange, told));
    if (shown.event !== 'http.body') return this.#envelope(shown, timeMs, connection);
    return this.#envelope({ ...shown, ...this.#body(shown, hop) }, timeMs, connection);
  }

  #body({ received }: WireEventOf<'http.body'>, hop: number): Partial<WireEventOf<'http.body'>> {
    const body = this.#exchange.story.hops[hop]?.body;
    if (body === null || body === undefined) return {};
    const content = readContent(logPayload(body.kept), this.#bodyLimitBytes, this.#disclosure);
    const shownBytes = Math.min(body.kept.lengthBytes, this.#bodyLimitBytes);
    return received.bytes > shownBytes ? { ...content, truncated: true } : content;
  }

  #frame(row: number): WireEvent | null {
    const frame = this.#exchange.frames.read(row);
    if (frame === null) return null;
    const error = this.#exchange.frames.errors.get(row);
    const event: WireEventOf<'ws.frame'> = {
      event: 'ws.frame',
      dir: frame.direction,
      fin: frame.fin,
      rsv: rsvBits(frame.rsv),
      opcode: frame.opcode,
      opcodeName: opcodeName(frame.opcode),
      masked: frame.masked,
      ...(frame.masked ? { mask: maskDigits(frame.mask) } : {}),
      length: frame.payloadBytes,
      wireLength: frame.headerBytes + frame.payloadBytes,
      valid: error === undefined,
      ...(error === undefined
        ? {}
        : { error: this.#disclosure.text(frameErrorView(error).message) }),
    };
    return this.#envelope(event, frame.timeMs, frame.connection);
  }

  #control(row: number): WireEvent | null {
    const frame = this.#exchange.frames.read(row);
    if (frame === null) return null;
    const bytes = framePayload(this.#exchange, frame).read(0, frame.payloadBytes);
    const shown = {
      dir: frame.direction,
      bytes: frame.payloadBytes,
      base64: bytes === null ? '' : this.#disclosure.bytes(bytes).toString('base64'),
      ...(bytes === null ? { evicted: true as const } : {}),
    };
    if (frame.opcode === Opcode.ping) {
      return this.#envelope({ event: 'ws.ping', ...shown }, frame.timeMs, frame.connection);
    }
    const rttMs = this.#exchange.frames.roundTrips.get(row);
    const roundTrip = rttMs === undefined ? {} : { rttMs: roundMs(rttMs) };
    const pong: WireEventOf<'ws.pong'> = { event: 'ws.pong', ...shown, ...roundTrip };
    return this.#envelope(pong, frame.timeMs, frame.connection);
  }

  #message(row: number): WireEvent | null {
    const message = this.#exchange.messages.read(row);
    if (message === null) return null;
    const event: WireEventOf<'ws.message'> = {
      event: 'ws.message',
      dir: message.direction,
      type: message.type,
      bytes: message.bytes,
      wireBytes: message.wireBytes,
      fragments: message.fragments,
      compressed: message.compressed,
      ...this.#messageContent(message),
    };
    const frame = this.#exchange.frames.read(message.lastFrame);
    return this.#envelope(event, frame?.timeMs ?? message.timeMs, frame?.connection);
  }

  #messageContent(message: Message): Content {
    const payload = messagePayload(this.#exchange, message);
    if (message.type === 'text') {
      return readContent(payload, payload.lengthBytes, this.#disclosure);
    }
    return readBase64(payload, payload.lengthBytes, this.#disclosure);
  }

  #kept(log: EventLog<WireEventBody>, row: number): WireEvent | null {
    const record = log.read(row);
    if (record === null) return null;
    const shown = this.#disclosure.value(record.event);
    return this.#envelope(shown, record.timeMs, record.connection);
  }

  #transferChunk(row: number): WireEvent | null {
    const chunk = this.#exchange.transferChunks.read(row);
    if (chunk === null) return null;
    const extension = chunkExtension(this.#exchange, chunk);
    const event: WireEventOf<'http.chunk'> = {
      event: 'http.chunk',
      dir: chunk.direction,
      size: chunk.sizeBytes,
      ...(extension === null ? {} : { extension: this.#disclosure.text(extension) }),
    };
    return this.#envelope(event, chunk.timeMs, chunk.connection);
  }

  #http2(row: number): WireEvent | null {
    const read = this.#http2Table.read(row);
    if (read === null) return null;
    const timeMs = this.#exchange.sinceStart(read.frame.timeMs);
    return this.#envelope(http2FrameEvent(read), timeMs, read.connection);
  }

  /** What passed a raw socket at once: every chunk of its connection. */
  #chunk(row: number): WireEvent | null {
    const connection = this.#exchange.uses.at(-1)?.connection;
    const chunk = connection?.chunk(row);
    if (connection === undefined || chunk === undefined || chunk === null) return null;
    const { direction: dir, lengthBytes: bytes } = chunk;
    const payload = logPayload(connection.log(dir), chunk.offset, chunk.offset + bytes);
    const { base64 = '', evicted } = readBase64(payload, bytes, this.#disclosure);
    const event: WireEventBody = {
      event: 'raw.data',
      dir,
      bytes,
      base64,
      ...(evicted ? { evicted } : {}),
    };
    return this.#envelope(event, this.#exchange.sinceStart(chunk.timeMs), connection.id);
  }

  #envelope(body: WireEventBody, timeMs: number, connection: number | undefined): WireEvent {
    return {
      v: 1,
      t: roundMs(timeMs),
      exchange: this.#exchange.id,
      ...(connection === undefined ? {} : { connection: this.#exchange.socketOf(connection) }),
      ...body,
    };
  }
}

function asList(event: WireEvent | null): WireEvent[] | null {
  return event === null ? null : [event];
}
