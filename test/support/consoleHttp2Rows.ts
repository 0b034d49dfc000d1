import type { Http2FrameView, LogRow, RowType, StallView } from '../../src/protocol/rows.ts';

interface Http2Plan {
  direction: 'out' | 'in';
  type: RowType;
  lengthBytes: number;
  preview: string;
  stall?: StallView;
  error?: string;
  http2: Http2FrameView;
}

function frame(typeName: string, type: number, rest: Partial<Http2FrameView> = {}): Http2FrameView {
  return { type, typeName, flags: 0, flagNames: [], stream: 0, state: null, ...rest };
}

const onStream = { stream: 1, state: 'half-closed (local)' };
const ended = { flags: 1, flagNames: ['END_STREAM'], stream: 1, state: 'closed' };

/** The frames of an upload and its answer, one by one. */
export const http2Plans: Http2Plan[] = [
  {
    direction: 'out',
    type: 'control',
    lengthBytes: 6,
    preview: 'ENABLE_PUSH=0',
    http2: frame('SETTINGS', 4, { settings: [['ENABLE_PUSH', 0]] }),
  },
  {
    direction: 'out',
    type: 'headers',
    lengthBytes: 119,
    preview:
      '#1 · END_HEADERS · :method: POST, :scheme: https, :authority: localhost:8443, :path: /orders, authorization: Bearer ••••••',
    http2: frame('HEADERS', 1, {
      flags: 4,
      flagNames: ['END_HEADERS'],
      stream: 1,
      state: 'open',
      headers: [
        [':method', 'POST'],
        [':scheme', 'https'],
        [':authority', 'localhost:8443'],
        [':path', '/orders'],
        ['authorization', 'Bearer ••••••'],
        ['x-name', '王小明'],
      ],
    }),
  },
  {
    direction: 'in',
    type: 'control',
    lengthBytes: 12,
    preview: 'MAX_CONCURRENT_STREAMS=100 INITIAL_WINDOW_SIZE=65535',
    http2: frame('SETTINGS', 4, {
      settings: [
        ['MAX_CONCURRENT_STREAMS', 100],
        ['INITIAL_WINDOW_SIZE', 65_535],
      ],
    }),
  },
  {
    direction: 'in',
    type: 'control',
    lengthBytes: 4,
    preview: '#1 · +65535',
    http2: frame('WINDOW_UPDATE', 8, { stream: 1, state: 'open', incrementBytes: 65_535 }),
  },
  {
    direction: 'out',
    type: 'data',
    lengthBytes: 16_384,
    preview: '#1 · END_STREAM · {"items":[{"title":"乌龙茶"}]}',
    stall: { by: 'stream', waitedMs: 128.4 },
    http2: frame('DATA', 0, { ...ended, state: 'half-closed (local)' }),
  },
  {
    direction: 'in',
    type: 'headers',
    lengthBytes: 40,
    preview: '#1 · END_HEADERS · :status: 201, content-type: application/json',
    http2: frame('HEADERS', 1, {
      ...onStream,
      flags: 4,
      flagNames: ['END_HEADERS'],
      headers: [
        [':status', '201'],
        ['content-type', 'application/json'],
      ],
    }),
  },
  {
    direction: 'in',
    type: 'data',
    lengthBytes: 24_576,
    preview: '#1 · END_STREAM · {"id":42}',
    error:
      'The server sent an HTTP/2 frame of 24576 bytes, more than SETTINGS_MAX_FRAME_SIZE allows; the connection was ended with GOAWAY FRAME_SIZE_ERROR.',
    http2: frame('DATA', 0, ended),
  },
  {
    direction: 'out',
    type: 'control',
    lengthBytes: 8,
    preview: 'FRAME_SIZE_ERROR · last stream #0',
    http2: frame('GOAWAY', 7, { errorCode: 6, errorName: 'FRAME_SIZE_ERROR', lastStream: 0 }),
  },
];

/** What a row shows beside its plan. */
export function http2Extra({ http2, stall, error }: Http2Plan): Partial<LogRow> {
  return {
    label: http2.typeName,
    ...(stall === undefined ? {} : { stall }),
    ...(error === undefined ? {} : { error }),
  };
}
