import type { ConsoleInit, HostMessage, PageMessage } from '../../src/protocol/console.ts';
import type { ExchangeView } from '../../src/protocol/exchange.ts';
import { noLanes } from '../../src/protocol/lanes.ts';
import type { LanesView } from '../../src/protocol/lanes.ts';
import type { PayloadRef, PayloadSlice, RowSource } from '../../src/protocol/rows.ts';
import { fixtureExchange } from './consoleFixtures.ts';
import type { FixtureName } from './consoleFixtureNames.ts';
import { fixtureLanes } from './consoleLanes.ts';
import { http2Plans } from './consoleHttp2Rows.ts';
import { GeneratedLog } from './consoleRows.ts';

/** What a test may do with the page's host, and see of it. */
export interface FakeHost {
  /** Requests that the page has made, oldest first. */
  requests: PageMessage[];
  send(message: HostMessage): void;
  /** More frames have come: tells the page. */
  grow(rows: number): void;
  /** Other sockets and requests: tells the page. */
  showLanes(view: LanesView): void;
  /** Changes the exchange that is shown. */
  change(change: Partial<ExchangeView>): void;
}

declare global {
  interface Window {
    fakeHost: FakeHost;
    /** The words of a test that is not in English, set before the page is opened. */
    language?: Pick<ConsoleInit, 'locale' | 'translations'>;
  }
}

const options = new URLSearchParams(location.search);
const name = (options.get('fixture') ?? 'empty') as FixtureName;
let exchange = fixtureExchange(name);
let lanes = fixtureLanes(name);
const frames = exchange ? exchange.counts.framesIn + exchange.counts.framesOut : 0;
const logs: Record<RowSource, GeneratedLog> = {
  frames: new GeneratedLog('frames', frames, name === 'badFrame', name === 'conversation'),
  messages: new GeneratedLog('messages', Math.floor(frames * 0.9), false, name === 'conversation'),
  wire: new GeneratedLog('wire', name === 'tcpRefused' ? 0 : 64),
  events: new GeneratedLog('events', 48),
  http2: new GeneratedLog('http2', http2Plans.length),
  data: new GeneratedLog('data', 24),
};

const onePixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mP8z8BQz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC';

function orderBody(): string {
  const items = Array.from({ length: 3 }, (_, index) => ({
    sku: `A-${1000 + index}`,
    title: ['乌龙茶', 'Ünïcödé mug', 'محفظة'][index],
    qty: index + 1,
  }));
  const order = {
    id: 42,
    customer: '王小明',
    items,
    total: { amount: 199.5, currency: 'CNY' },
    paid: true,
    coupon: null,
    history: Array.from({ length: 250 }, (_, index) => index * index),
  };
  return JSON.stringify(order).replace('42', '12345678901234567890');
}

function payloadBytes(ref: PayloadRef): Uint8Array<ArrayBuffer> {
  if (ref.of === 'row') return logs[ref.source].row(ref.row).payload;
  if (name === 'image') return Uint8Array.from(atob(onePixel), (letter) => letter.charCodeAt(0));
  if (name === 'refused') {
    return new TextEncoder().encode('{"error":"forbidden","reason":"第 3 号房间已满"}');
  }
  return new TextEncoder().encode(orderBody());
}

function slice(ref: PayloadRef, offset: number, lengthBytes: number): PayloadSlice {
  const bytes = payloadBytes(ref);
  return { bytes: bytes.slice(offset, offset + lengthBytes), totalBytes: bytes.length };
}

function init(): ConsoleInit {
  return {
    version: 1,
    locale: window.language?.locale ?? 'en',
    translations: window.language?.translations ?? {},
    exchange,
    trusted: name !== 'untrusted',
    showSecrets: false,
    inEditor: options.get('editor') === '1',
    mode: lanes === null ? null : 'connections',
  };
}

function answer(message: PageMessage): unknown {
  switch (message.method) {
    case 'ready':
      return init();
    case 'rows': {
      const { source, filter, from, count } = message.params;
      return logs[source].window(filter, from, count);
    }
    case 'row':
      return logs[message.params.source].detail(message.params.row);
    case 'payload':
      return slice(message.params.ref, message.params.offset, message.params.lengthBytes);
    case 'connection':
      return exchange?.connection
        ? { ...exchange.connection, id: message.params.connection }
        : null;
    case 'lanes':
      return lanes ?? noLanes;
    case 'send':
      if (message.params.text === 'fail') throw new Error('The message could not be sent.');
      return { sent: true };
    case 'act':
      return null;
  }
}

function post(message: HostMessage): void {
  window.postMessage(message, '*');
}

const host: FakeHost = {
  requests: [],
  send: post,
  grow(rows) {
    if (!exchange) return;
    logs.frames.total += rows;
    const counts = { ...exchange.counts, framesIn: exchange.counts.framesIn + rows };
    host.change({ counts });
  },
  showLanes(view) {
    lanes = view;
    post({ type: 'activity' });
  },
  change(change) {
    if (!exchange) return;
    exchange = { ...exchange, ...change, revision: exchange.revision + 1 };
    post({ type: 'exchange', exchange });
  },
};
window.fakeHost = host;

Object.assign(window, {
  acquireVsCodeApi: () => ({
    postMessage(message: PageMessage) {
      host.requests.push(message);
      setTimeout(() => {
        try {
          post({ type: 'reply', id: message.id, result: answer(message) as never });
        } catch (error) {
          post({ type: 'error', id: message.id, message: (error as Error).message });
        }
      }, 3);
    },
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
    setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
  }),
});
