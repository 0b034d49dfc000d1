import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FailurePhase, WireErrorCode } from '../../../src/core/errors/wireError.ts';
import { serveTcp } from '../../support/httpServers.ts';
import { HttpRunner } from '../../support/httpRun.ts';

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n';
/** More than the buffers of both ends hold, so that sending is not over when the reset comes. */
const LARGE = 'x'.repeat(32_000_000);

interface Fault {
  when: string;
  script: (socket: Socket) => void;
  body?: string;
  code: WireErrorCode;
  phase: FailurePhase;
}

/** Resets as soon as so much was received, after an answer where there is one. */
const resetAfter =
  (answer: string) =>
  (socket: Socket): void => {
    socket.once('data', () => {
      if (answer === '') socket.resetAndDestroy();
      else socket.write(answer, () => setTimeout(() => socket.resetAndDestroy(), 50));
    });
  };

const endAfter =
  (answer: string) =>
  (socket: Socket): void => {
    socket.once('data', () => socket.end(answer));
  };

const resets: Fault[] = [
  {
    when: 'while the request is being sent',
    script: (socket) => socket.once('data', () => socket.resetAndDestroy()),
    body: LARGE,
    code: 'WB_CONNECTION_RESET',
    phase: 'send',
  },
  {
    when: 'before an answer',
    script: resetAfter(''),
    code: 'WB_CONNECTION_RESET',
    phase: 'wait',
  },
  {
    when: 'in the head of the answer',
    script: resetAfter('HTTP/1.1 200 OK\r\nContent-'),
    code: 'WB_CONNECTION_RESET',
    phase: 'receive',
  },
  {
    when: 'in the body of the answer',
    script: resetAfter(`${HEAD}\r\nhe`),
    code: 'WB_CONNECTION_RESET',
    phase: 'receive',
  },
];

const halfCloses: Fault[] = [
  {
    when: 'before an answer',
    script: endAfter(''),
    code: 'WB_HTTP_CLOSED_BEFORE_RESPONSE',
    phase: 'wait',
  },
  {
    when: 'in the body of the answer',
    script: endAfter(`${HEAD}\r\nhe`),
    code: 'WB_HTTP_CLOSED_IN_BODY',
    phase: 'receive',
  },
];

function faultTest({ when, script, body, code, phase }: Fault): void {
  test(`${when} is ${code} in phase ${phase}`, async (t) => {
    const server = await serveTcp(t, script);
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body === undefined ? {} : { body }),
    });
    assert.deepEqual([sink.error?.code, sink.error?.phase], [code, phase]);
  });
}

describe('a reset', () => {
  resets.forEach(faultTest);

  test('in the handshake is a failure of phase tls', async (t) => {
    const server = await serveTcp(t, (socket) => {
      socket.once('data', () => socket.resetAndDestroy());
    });
    const sink = await new HttpRunner(t).run(`https://127.0.0.1:${server.port}/`);
    assert.equal(sink.error?.phase, 'tls');
    assert.match(sink.error?.code ?? '', /^WB_(?:TLS_|CONNECTION_RESET)/);
  });
});

describe('a server that closes its side', () => {
  halfCloses.forEach(faultTest);

  test('after an answer without a length has ended the body, and nothing failed', async (t) => {
    const server = await serveTcp(t, endAfter('HTTP/1.1 200 OK\r\n\r\nuntil the end'));
    const runner = new HttpRunner(t);
    const sink = await runner.run(`http://127.0.0.1:${server.port}/`);
    assert.deepEqual([sink.outcome, sink.bodyText], ['ok', 'until the end']);
    const [connection] = runner.recorder.connections;
    while (connection?.closedBy === null) await sleep(5);
    assert.equal(connection?.closedBy, 'remote');
  });

  test('after a whole answer, while the request is still being sent, is believed', async (t) => {
    const server = await serveTcp(
      t,
      endAfter(`HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno`),
    );
    const sink = await new HttpRunner(t).run(`http://127.0.0.1:${server.port}/`, {
      method: 'POST',
      body: LARGE,
    });
    assert.equal(sink.one('http.response').status, 413);
    assert.deepEqual([sink.outcome, sink.bodyText], ['ok', 'no']);
  });
});
