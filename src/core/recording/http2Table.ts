import { frameErrorView } from './frameFacts.ts';
import { maskedSecrets } from './frameSearch.ts';
import { http2Facts } from './http2Facts.ts';
import type { Http2Frame } from './http2Log.ts';
import { http2Text } from './http2Text.ts';
import { starred } from './masker.ts';
import { readShown } from './payload.ts';
import type { Payload } from './payload.ts';
import { ExchangeTable, rowDetail } from './rowTable.ts';
import type { RowFacts } from './rowTable.ts';
import { textOrHex } from './rowText.ts';
import { WireError } from '../errors/wireError.ts';
import { faultParams } from '../wire/http2/faultParams.ts';
import { FRAME_HEADER_BYTES } from '../wire/http2/frameHeader.ts';
import { frameFlagNames, FrameType, frameTypeName } from '../wire/http2/frameType.ts';
import type { HeaderField } from '../wire/wireFacts.ts';
import type { Http2Facts } from '../../protocol/http2Facts.ts';
import type { RowDetail, RowType } from '../../protocol/rows.ts';

/** Payloads of frames that are no DATA are read so far. */
const factsBytes = 64 * 1024;

/** An HTTP/2 frame with what its payload says. */
export interface ReadHttp2Frame {
  connection: number;
  frame: Http2Frame;
  facts: Http2Facts;
  /** The payload without secrets. */
  payload: Payload;
  /** What is wrong with it, and by which section. */
  error: RowDetail['error'];
}

/** The HTTP/2 frames of an exchange as rows. */
export class Http2Table extends ExchangeTable {
  get length(): number {
    return this.exchange.http2.length;
  }

  /** The frame of a row; `null` where it fell out or does not exist. */
  read(row: number): ReadHttp2Frame | null {
    const place = this.exchange.http2.read(row);
    const log = place && this.exchange.connection(place.connection);
    const frame = log?.http2.read(place!.frame);
    if (log === null || log === undefined || frame === null || frame === undefined) return null;
    const payload = this.#payload(log.id, frame);
    const bytes = frame.type === FrameType.data ? null : payload.read(0, factsBytes);
    const fields = log.http2.fields(place!.frame);
    const facts = http2Facts(frame.type, frame.flags, bytes, fields, this.disclosure);
    const error = this.#error(frame, bytes, fields);
    return { connection: log.id, frame, facts, payload, error };
  }

  facts(row: number): RowFacts | null {
    const read = this.read(row);
    if (read === null) return null;
    const { frame, error } = read;
    const facts: RowFacts = {
      timeMs: this.exchange.sinceStart(frame.timeMs),
      direction: frame.direction,
      type: typeOf(frame.type),
      label: frameTypeName(frame.type),
      lengthBytes: frame.lengthBytes,
    };
    if (frame.stalledBy !== null) facts.stall = { by: frame.stalledBy, waitedMs: frame.stalledMs };
    if (error !== null) {
      facts.error = error.message;
      facts.fault = { code: error.code, params: error.params };
    }
    return facts;
  }

  text(row: number, limitBytes: number): string | null {
    const read = this.read(row);
    if (read === null) return null;
    const { frame, facts, payload } = read;
    const head = http2Text(frame, facts);
    if (frame.type !== FrameType.data || frame.lengthBytes === 0) return head;
    const content = textOrHex(payload, limitBytes, this.disclosure);
    return content === null ? head : `${head} · ${content}`;
  }

  payload(row: number): Payload | null {
    return this.read(row)?.payload ?? null;
  }

  detail(row: number): RowDetail | null {
    const read = this.read(row);
    const rowFacts = this.facts(row);
    if (read === null || rowFacts === null) return null;
    const { frame, facts, payload, error } = read;
    const { type, flags, stream, state } = frame;
    const typeName = frameTypeName(type);
    return rowDetail(row, 'http2', rowFacts, {
      wireBytes: frame.lengthBytes + FRAME_HEADER_BYTES,
      label: typeName,
      http2: {
        type,
        typeName,
        flags,
        flagNames: frameFlagNames(type, flags),
        stream,
        state,
        ...facts,
      },
      ...(rowFacts.stall === undefined ? {} : { stall: rowFacts.stall }),
      error,
      evicted: payload.read(0, 1) === null,
    });
  }

  #error(
    frame: Http2Frame,
    bytes: Buffer | null,
    fields: HeaderField[] | null,
  ): RowDetail['error'] {
    if (frame.fault === null) return null;
    const params = faultParams(frame.fault, { ...frame, payload: bytes }, fields);
    if (params['name'] !== undefined) params['name'] = this.disclosure.text(params['name']);
    return frameErrorView(new WireError(frame.fault, 'frames', { params }));
  }

  /** DATA that carries a WebSocket: secrets in its masked frames are hidden too. */
  #unread(
    connection: number,
    { timeMs, direction, offset: start }: Http2Frame,
    bytes: Buffer,
    at: number,
  ): Buffer {
    const offset = start + FRAME_HEADER_BYTES + at;
    const stretch = { timeMs, direction, offset, lengthBytes: bytes.length };
    const ranges = maskedSecrets(this.exchange, connection, stretch, this.disclosure);
    return starred(
      bytes,
      ranges
        .map((range) => ({ start: range.start - offset, end: range.end - offset }))
        .filter(({ start: first, end }) => end > 0 && first < bytes.length),
    );
  }

  /** Secrets in DATA stand there as they are, or masked by a WebSocket; in a header block they are strings of HPACK. */
  #payload(connection: number, frame: Http2Frame): Payload {
    const log = this.exchange.connection(connection)!;
    const start = frame.offset + FRAME_HEADER_BYTES;
    const raw: Payload = {
      lengthBytes: frame.lengthBytes,
      read: (offset, lengthBytes) =>
        log
          .log(frame.direction)
          .slice(start + offset, Math.min(lengthBytes, frame.lengthBytes - offset)),
    };
    return {
      lengthBytes: frame.lengthBytes,
      read: (offset, lengthBytes) => {
        const bytes = readShown(raw, offset, lengthBytes, this.disclosure);
        if (bytes === null || !this.disclosure.hidesSecrets) return bytes;
        if (frame.type === FrameType.data) return this.#unread(connection, frame, bytes, offset);
        // Blocks are small: a secret is looked for in all of it, wherever the slice begins.
        const whole = raw.read(0, frame.lengthBytes) ?? bytes;
        const ranges = log.hidden
          .ranges(whole)
          .map((range) => ({ start: range.start - offset, end: range.end - offset }))
          .filter(({ start: first, end }) => end > 0 && first < bytes.length);
        return starred(bytes, ranges);
      },
    };
  }
}

function typeOf(type: number): RowType {
  switch (type) {
    case FrameType.data:
      return 'data';
    case FrameType.headers:
    case FrameType.continuation:
    case FrameType.pushPromise:
      return 'headers';
    default:
      return 'control';
  }
}
