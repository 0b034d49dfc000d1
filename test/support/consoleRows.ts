import { expectationsOf } from './consoleConversations.ts';
import type {
  FrameHeaderView,
  LogRow,
  RowDetail,
  RowFilter,
  RowSource,
  RowType,
} from '../../src/protocol/rows.ts';
import { http2Extra, http2Plans } from './consoleHttp2Rows.ts';

/** A row of a log that is computed when it is asked for, so that there may be a million. */
export interface GeneratedRow {
  row: LogRow;
  payload: Uint8Array<ArrayBuffer>;
}

const encoder = new TextEncoder();

interface Plan {
  type: RowType;
  direction: 'out' | 'in';
  payload: Uint8Array<ArrayBuffer>;
  preview?: string;
  extra?: Partial<LogRow>;
}

function text(value: string, direction: 'out' | 'in' = 'in', type: RowType = 'text'): Plan {
  return { type, direction, payload: encoder.encode(value), preview: value };
}

function tick(index: number): string {
  const symbol = index % 3 === 0 ? 'MSFT' : 'AAPL';
  const price = (231 + (index % 97) / 100).toFixed(2);
  return `{"type":"tick","symbol":"${symbol}","price":${price},"venue":"纳斯达克","note":"第 ${index} 号 👋🏽"}`;
}

const binary = Uint8Array.from({ length: 512 }, (_, index) => index % 256);

/** A stretch of ten rows, again and again: ticks, a subscription, ping and pong, a message in two parts, binary. */
function plan(index: number): Plan {
  switch (index % 13) {
    case 1:
      return text('{"subscribe": "AAPL"}', 'out');
    case 2:
      return text('{"type":"ok","symbol":"AAPL"}');
    case 4:
      return text('keep', 'out', 'ping');
    case 5:
      return { ...text('keep', 'in', 'pong'), extra: { rttMs: 2.1 } };
    case 6:
      return {
        ...text('{"type":"tick","symbol":"AAPL","pri'),
        extra: { fragment: { index: 0, final: false } },
      };
    case 7:
      return {
        ...text('ce":231.09,"venue":"纳斯达克"}', 'in', 'cont'),
        extra: { fragment: { index: 1, final: true } },
      };
    case 8:
      return {
        type: 'binary',
        direction: 'in',
        payload: binary,
        preview: '00 01 02 03 04 05 06 07 08 09 0a 0b ············',
      };
    default:
      return text(tick(index));
  }
}

function wirePlan(index: number): Plan {
  const head = 'GET /ticker HTTP/1.1\r\nHost: localhost:8443\r\nUpgrade: websocket\r\n\r\n';
  if (index === 0) return text(head.replaceAll('\r\n', '␍↵'), 'out', 'other');
  return {
    type: 'other',
    direction: index % 9 === 1 ? 'out' : 'in',
    payload: binary.subarray(0, 96),
    preview: '·~·v{"type":"tick","symbol":"AAPL"',
  };
}

function http2Plan(index: number): Plan {
  const made = http2Plans[index % http2Plans.length]!;
  const { direction, type, preview, lengthBytes } = made;
  const payload = new Uint8Array(lengthBytes).fill(0x61);
  return { type, direction, payload, preview, extra: http2Extra(made) };
}

function planOf(source: RowSource, index: number, broken: boolean, total: number): Plan {
  if (source === 'wire') return wirePlan(index);
  if (source === 'events') return text(tick(index));
  if (source === 'data') return { ...text(tick(index)), extra: { offset: index * 56 } };
  if (source === 'http2') return http2Plan(index);
  if (broken && index === total - 1) {
    return {
      ...text('{"type":"tick","symbol":"AAPL"}'),
      extra: { error: 'Reserved bit 2 is set, and no extension has claimed it.' },
    };
  }
  return plan(index);
}

/** The last rows of a conversation: what met an expectation, and what did not. */
function expectedAt(index: number, total: number): Partial<LogRow> {
  if (index === total - 4) return { expectations: expectationsOf(4) };
  return index === total - 2 ? { expectations: expectationsOf(10) } : {};
}

function matcherOf(filter: RowFilter): {
  find: (value: string) => { start: number; end: number }[];
  invalid: boolean;
} {
  const written = /^\/(.+)\/([a-z]*)$/u.exec(filter.text);
  const literal = (): RegExp =>
    new RegExp(filter.text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
  let pattern = literal();
  let invalid = false;
  if (written) {
    try {
      pattern = new RegExp(written[1]!, `g${written[2]!.replace('g', '')}`);
    } catch {
      invalid = true;
    }
  }
  return {
    invalid,
    find: (value) =>
      [...value.matchAll(pattern)].map(({ index, 0: found }) => ({
        start: index,
        end: index + found.length,
      })),
  };
}

/** A log of `total` generated rows. */
export class GeneratedLog {
  readonly #source: RowSource;
  readonly #broken: boolean;
  readonly #expected: boolean;
  total: number;

  constructor(source: RowSource, total: number, broken = false, expected = false) {
    this.#source = source;
    this.total = total;
    this.#broken = broken;
    this.#expected = expected;
  }

  row(index: number): GeneratedRow {
    const made = planOf(this.#source, index, this.#broken, this.total);
    return {
      payload: made.payload,
      row: {
        row: index,
        timeMs: 100 + index * 12.2,
        deltaMs: index === 0 ? 0 : index % 13 === 5 ? 2.1 : 99.8,
        direction: made.direction,
        type: made.type,
        lengthBytes: made.payload.length,
        preview: made.preview ?? '',
        matches: [],
        ...made.extra,
        ...(this.#expected ? expectedAt(index, this.total) : {}),
      },
    };
  }

  window(
    filter: RowFilter,
    from: number,
    count: number,
  ): {
    from: number;
    rows: LogRow[];
    matched: number;
    total: number;
    complete: boolean;
    invalidRegex?: true;
  } {
    const plain = filter.text === '' && filter.types.length === 0 && filter.directions.length === 0;
    if (plain) {
      const last = Math.min(this.total, from + count);
      const rows = Array.from(
        { length: Math.max(0, last - from) },
        (_, index) => this.row(from + index).row,
      );
      return { from, rows, matched: this.total, total: this.total, complete: true };
    }
    return this.#filtered(filter, from, count);
  }

  #filtered(filter: RowFilter, from: number, count: number): ReturnType<GeneratedLog['window']> {
    const { find, invalid } = matcherOf(filter);
    const rows: LogRow[] = [];
    let matched = 0;
    for (let index = 0; index < this.total; index += 1) {
      const { row } = this.row(index);
      if (filter.directions.length > 0 && !filter.directions.includes(row.direction)) continue;
      if (filter.types.length > 0 && !filter.types.includes(row.type)) continue;
      const matches = filter.text === '' ? [] : find(row.preview);
      if (filter.text !== '' && matches.length === 0) continue;
      if (matched >= from && rows.length < count) rows.push({ ...row, matches });
      matched += 1;
    }
    return {
      from,
      rows,
      matched,
      total: this.total,
      complete: true,
      ...(invalid ? { invalidRegex: true as const } : {}),
    };
  }

  detail(index: number): RowDetail {
    const { row, payload } = this.row(index);
    const isFrame = this.#source === 'frames';
    const compressed = isFrame && row.type === 'text' && row.direction === 'in' && !row.fragment;
    return {
      row: index,
      source: this.#source,
      timeMs: row.timeMs,
      direction: row.direction,
      type: row.type,
      payloadBytes: payload.length,
      wireBytes: compressed ? 33 : payload.length + 2,
      compressed,
      header: isFrame ? frameHeader(row, compressed) : null,
      ...(row.label === undefined ? {} : { label: row.label }),
      ...(row.expectations === undefined ? {} : { expectations: row.expectations }),
      ...(row.stall === undefined ? {} : { stall: row.stall }),
      ...(this.#source === 'http2' ? { http2: http2Plans[index % http2Plans.length]!.http2 } : {}),
      close: null,
      message: row.fragment
        ? {
            firstFrame: index - row.fragment.index,
            lastFrame: index - row.fragment.index + 1,
            fragments: 2,
            bytes: 118,
          }
        : null,
      rttMs: row.rttMs ?? null,
      error:
        row.error === undefined
          ? null
          : { code: 'WB_WS_RESERVED_BIT', params: {}, message: row.error, rfc: 'RFC 6455 §5.2' },
      evicted: false,
      borders:
        this.#source === 'wire' && index > 0
          ? [
              { offset: 0, label: 'frame header' },
              { offset: 4, label: 'text, 44 bytes' },
              { offset: 48, label: 'frame header' },
              { offset: 50, label: 'ping, 46 bytes' },
            ]
          : [],
    };
  }
}

const opcodes: Record<RowType, number> = {
  cont: 0,
  text: 1,
  binary: 2,
  close: 8,
  ping: 9,
  pong: 10,
  other: 3,
  data: 0,
  headers: 1,
  control: 4,
};

function frameHeader(row: LogRow, compressed: boolean): FrameHeaderView {
  const masked = row.direction === 'out';
  return {
    fin: row.fragment?.final ?? true,
    rsv: [compressed ? 1 : 0, row.error === undefined ? 0 : 1, 0],
    opcode: opcodes[row.type],
    opcodeName: row.type,
    masked,
    mask: masked ? '37fa213d' : null,
    lengthEncoding: row.lengthBytes > 125 && !compressed ? '16 bit' : '7 bit',
    payloadBytes: compressed ? 31 : row.lengthBytes,
    headerBytes: masked ? 6 : 2,
  };
}
