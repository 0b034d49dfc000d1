import type { ExchangeView } from '../../src/protocol/exchange.ts';
import type { ExpectationView, StepView } from '../../src/protocol/stepView.ts';

const step = (line: number, text: string, change: Partial<StepView> = {}): StepView => ({
  line,
  text,
  state: 'done',
  timeMs: 12 + line * 3.5,
  rounds: 1,
  expectations: [],
  ...change,
});

const steps: StepView[] = [
  step(3, 'send {"type":"order","customer":"王小明","items":["龙井茶","青瓷杯"]}'),
  step(4, 'expect within 5 s', {
    expectations: [
      { line: 5, text: '$.type == "welcome"', passed: true, actual: '"welcome"' },
      { line: 6, text: '{ "user": { "name": "王小明" } }', passed: true, actual: '…' },
    ],
  }),
  step(7, 'capture token = $.auth.token'),
  step(8, 'repeat 5 every 200 ms', { rounds: 1 }),
  step(9, 'send tick', { rounds: 3 }),
  step(10, 'expect', {
    state: 'failed',
    rounds: 3,
    expectations: [
      { line: 11, text: '$.seq > 40', passed: false, actual: '39' },
      { line: 12, text: 'text contains "ok"', passed: false, actual: '', missing: 'timeout' },
    ],
  }),
  step(14, 'close 1000 再见', { state: 'waiting', timeMs: null, rounds: 0 }),
];

/** What the step of a line expects. */
export function expectationsOf(line: number): ExpectationView[] {
  return steps.find((each) => each.line === line)?.expectations ?? [];
}

/** A WebSocket whose conversation has met an expectation, and one not. */
export function conversation(webSocket: ExchangeView): ExchangeView {
  return { ...webSocket, id: 30, name: 'conversation', deflateRatio: null, steps };
}

/** A byte stream over TCP that is open. */
export function rawStream(webSocket: ExchangeView): ExchangeView {
  return {
    ...webSocket,
    id: 31,
    kind: 'tcp',
    name: 'stream',
    method: 'TCP',
    url: 'tcp://localhost:7007',
    file: 'examples/raw.http',
    status: null,
    reason: null,
    httpVersion: null,
    handshake: null,
    deflateRatio: null,
    steps: steps.slice(0, 2),
    hops: webSocket.hops.map((hop) => ({
      ...hop,
      url: 'tcp://localhost:7007',
      request: null,
      response: null,
      body: null,
    })),
  };
}
