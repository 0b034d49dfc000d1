import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { jsonReporter } from '../../../src/cli/jsonReporter.ts';
import { junitReporter } from '../../../src/cli/junitReporter.ts';
import { textReporter } from '../../../src/cli/textReporter.ts';
import { problemOf } from '../../../src/cli/verdict.ts';
import type { Reporter, Write } from '../../../src/cli/reporter.ts';
import type { WireEvent, WireEventBody } from '../../../src/core/wire/events.ts';

function event(exchange: number, body: WireEventBody): WireEvent {
  return { v: 1, t: 0, exchange, ...body };
}

const started: WireEventBody = {
  event: 'exchange.started',
  kind: 'http',
  name: 'a < "b" & c',
  file: 'f.http',
  line: 1,
  method: 'GET',
  url: 'http://localhost/',
  startedAt: '2026-01-01T00:00:00.000Z',
};
const timings = {
  blocked: null,
  dns: null,
  tcp: null,
  proxy: null,
  tls: null,
  send: null,
  wait: null,
  receive: null,
  total: 1500,
};
const completed: WireEventBody = {
  event: 'exchange.completed',
  outcome: 'ok',
  timings,
  bytes: { sent: 1, received: 2 },
};
const failed: WireEventBody = {
  event: 'exchange.failed',
  code: 'WB_TCP_REFUSED',
  phase: 'tcp',
  message: 'Connection refused.',
  hint: 'Start it.',
  cause: 'ECONNREFUSED',
  params: {},
};

function response(status: number): WireEventBody {
  return { event: 'http.response', httpVersion: '1.1', status, reason: 'R', headers: [] };
}

function report(make: (write: Write) => Reporter, events: WireEvent[]): string {
  let output = '';
  const reporter = make((text) => {
    output += text;
  });
  for (const each of events) {
    reporter.event(each);
  }
  reporter.end();
  return output;
}

describe('the verdict on an exchange', () => {
  test('is good for a status below 400', () => {
    assert.equal(
      problemOf([event(1, started), event(1, response(302)), event(1, response(204))]),
      null,
    );
  });

  test('is 1 for an unexpected status and for an unmet expectation', () => {
    assert.equal(problemOf([event(1, response(404))])?.exitCode, 1);
    const unmet: WireEventBody = {
      event: 'expect',
      line: 3,
      text: 'x',
      passed: false,
      actual: 'y',
    };
    assert.equal(problemOf([event(1, response(200)), event(1, unmet)])?.exitCode, 1);
  });

  test('leaves the status to the file where it states an expectation', () => {
    const met: WireEventBody = {
      event: 'expect',
      line: 3,
      text: 'status == 404',
      passed: true,
      actual: '404',
    };
    assert.equal(problemOf([event(1, response(404)), event(1, met)]), null);
  });

  test('is 2 for a request that could not be prepared and 3 for the network', () => {
    assert.equal(problemOf([event(1, { ...failed, phase: 'prepare' })])?.exitCode, 2);
    assert.equal(problemOf([event(1, failed)])?.exitCode, 3);
  });
});

function answer(status: number, type = 'application/json'): WireEventBody {
  const headers: [string, string][] = [['Content-Type', type]];
  return { event: 'http.response', httpVersion: '1.1', status, reason: '', headers };
}

describe('reporters', () => {
  test('write one JSON event a line', () => {
    const output = report(jsonReporter, [event(1, started), event(1, completed)]);
    const lines = output.trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line)),
      [event(1, started), event(1, completed)],
    );
  });

  test('write JUnit with failures, errors and escaped names', () => {
    const output = report(
      (write) => junitReporter(write, 'f.http'),
      [
        event(1, started),
        event(1, completed),
        event(2, started),
        event(2, response(500)),
        event(3, started),
        event(3, { ...failed, message: 'bad \u001b byte' }),
      ],
    );
    assert.match(output, /tests="3" failures="1" errors="1"/);
    assert.match(output, /name="a &lt; &quot;b&quot; &amp; c" time="1.500"\/>/);
    assert.match(output, /<failure message="The status is 500 R."\/>/);
    assert.match(output, /<error message="bad \uFFFD byte"\/>/);
  });

  test('keep a server from steering the terminal', () => {
    const body: WireEventBody = {
      event: 'http.body',
      received: { wireBytes: 9, bytes: 9 },
      encoding: 'identity',
      text: 'a\u001b[2Jb\r\n你好',
    };
    const output = report(textReporter, [event(1, body)]);
    assert.ok(!output.includes('\u001b'));
    assert.match(output, /a␛\[2Jb\n你好/);
  });

  test('show the beginning of bytes in hex, and how many more there are', () => {
    const body: WireEventBody = {
      event: 'http.body',
      received: { wireBytes: 300, bytes: 300 },
      encoding: 'identity',
      base64: Buffer.from('\x89PNG'.padEnd(300), 'latin1').toString('base64'),
    };
    const output = report(textReporter, [event(1, body)]);
    assert.match(output, /^00000000 {2}89 50 4e 47(?: 20){12} {2}\.PNG {12}$/m);
    assert.match(output, /^… 44 more bytes$/m);
  });

  test('say that a body is still encoded', () => {
    const body: WireEventBody = {
      event: 'http.body',
      received: { wireBytes: 7, bytes: 7 },
      encoding: 'identity',
      undecoded: 'compress',
      text: 'nolqvat',
    };
    const output = report(textReporter, [event(1, body)]);
    assert.match(output, /^ {2}body 7 B, not decoded from compress$/m);
  });

  test('say of a request for events that the answer is something else', () => {
    const asked = { ...started, kind: 'sse' } as const;
    const note = '  no event stream: the answer is application/json\n';
    assert.ok(report(textReporter, [event(1, asked), event(1, answer(200))]).endsWith(note));
    for (const events of [
      [event(1, asked), event(1, answer(404))],
      [event(1, asked), event(2, answer(200))],
      [event(1, started), event(1, answer(200))],
    ])
      assert.ok(!report(textReporter, events).includes(note));
    assert.doesNotMatch(
      report(textReporter, [event(1, asked), event(1, answer(200, 'text/event-stream'))]),
      /no event stream/,
    );
  });

  test('say in text what went wrong and what to try', () => {
    const output = report(textReporter, [event(1, failed)]);
    assert.match(
      output,
      /✕ Connection refused\.\n {2}Start it\.\n {2}WB_TCP_REFUSED in tcp · ECONNREFUSED/,
    );
  });
});
