import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { problemOf } from '../../../src/cli/verdict.ts';
import { Recording } from '../../../src/core/recording/recording.ts';
import { WireError } from '../../../src/core/errors/wireError.ts';
import { preparedRequest } from './requests.ts';
import { WebSocketWriter } from './webSocketWriter.ts';

/** Event names with what tells them apart. */
function told(recording: Recording, exchange: number): string[] {
  return recording.events(exchange, 0, 1000).events.map((event) => {
    if (event.event === 'ws.frame') return `${event.event} ${event.dir} ${event.opcodeName}`;
    if (event.event === 'ws.message') return `${event.event} ${event.dir} ${event.text ?? ''}`;
    return event.event;
  });
}

describe('Recording', () => {
  test('expectations and script output count as memory, however often a step repeats', () => {
    const recording = new Recording({ recordingLimitBytes: 0, showSecrets: false });
    const exchange = recording.begin(preparedRequest());
    const text = 'x'.repeat(200);
    for (let round = 0; round < 100_000; round++) {
      exchange.emit({ event: 'expect', line: 3, text, passed: round > 0, actual: '' });
      exchange.emit({ event: 'script.log', line: 9, text: `${round}` });
    }
    const { evicted, events } = recording.events(exchange.id, 0, 1_000_000);
    assert.ok(evicted > 100_000);
    assert.equal(evicted + events.length, 200_001);
    const { logs, checked } = recording.exchange(exchange.id)!;
    assert.equal(checked.logged, 100_000);
    assert.deepEqual([logs.length, logs.at(-1)], [500, '99999']);
  });

  test('an expectation that was not met speaks against its exchange also when it has fallen out', () => {
    const recording = new Recording({ recordingLimitBytes: 0, showSecrets: false });
    const exchange = recording.begin(preparedRequest());
    const text = 'x'.repeat(200);
    for (let round = 0; round < 100_000; round++) {
      exchange.emit({ event: 'expect', line: 3, text, passed: round > 0, actual: '' });
    }
    exchange.complete('ok');
    const { events } = recording.events(exchange.id, 0, 1_000_000);
    assert.ok(!events.some((event) => event.event === 'expect' && !event.passed));
    assert.deepEqual(problemOf(events), {
      exitCode: 1,
      message: 'One expectation was not met; the recording has no room for it any more.',
    });
  });

  test('events come in the order in which the wire wrote them', () => {
    const recording = new Recording();
    const writer = new WebSocketWriter(recording);
    writer.exchange.opened();
    writer.text('out', 'hello', 0x01020304);
    writer.frame('in', { opcode: 9, payload: Buffer.from('p') });
    writer.frame('out', { opcode: 10, payload: Buffer.from('p'), mask: 7 });
    writer.text('in', 'world');
    writer.exchange.complete('ok');
    assert.deepEqual(told(recording, writer.exchange.id), [
      'exchange.started',
      'ws.frame out text',
      'ws.message out hello',
      'ws.frame in ping',
      'ws.ping',
      'ws.frame out pong',
      'ws.pong',
      'ws.frame in text',
      'ws.message in world',
      'exchange.completed',
    ]);
  });

  test('events are read in windows, and the last window says that it is the last', () => {
    const recording = new Recording();
    const writer = new WebSocketWriter(recording);
    for (let index = 0; index < 100; index++) writer.text('in', `message ${index}`);
    const all = recording.events(writer.exchange.id, 0, 1000);
    assert.equal(all.done, false);
    writer.exchange.complete('ok');
    const read = [];
    for (let from = 0, done = false; !done;) {
      const window = recording.events(writer.exchange.id, from, 7);
      read.push(...window.events);
      from = window.next;
      done = window.done;
    }
    assert.equal(read.length, 202);
    assert.deepEqual(read.slice(0, 201), all.events);
  });

  test('a failure is recorded in words before the end', () => {
    const recording = new Recording();
    const exchange = recording.begin(preparedRequest({ kind: 'http' }));
    exchange.phase('tcp', 'start');
    const params = { host: '127.0.0.1', port: '9' };
    const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    exchange.complete('failed', new WireError('WB_TCP_REFUSED', 'tcp', { params, cause }));
    const [failed, completed] = recording.events(exchange.id, 1, 2).events;
    assert.equal(failed?.event === 'exchange.failed' && failed.cause, 'ECONNREFUSED');
    assert.match(failed?.event === 'exchange.failed' ? failed.message : '', /127\.0\.0\.1:9/);
    assert.equal(completed?.event === 'exchange.completed' && completed.outcome, 'failed');
    const view = recording.exchange(exchange.id);
    assert.equal(view?.state, 'failed');
    assert.equal(view?.hops[0]?.phases[0]?.failed, true);
    assert.equal(view?.timings?.dns, null);
    assert.notEqual(view?.timings?.tcp, null);
  });
});

describe('the recording over all exchanges', () => {
  test('says once that something changed until the changes are taken', () => {
    const recording = new Recording();
    let notices = 0;
    const subscription = recording.onDidChange(() => void notices++);
    const writer = new WebSocketWriter(recording);
    writer.text('in', 'one');
    assert.equal(notices, 1);
    const [changed, ...others] = recording.takeChanges();
    assert.deepEqual([changed?.id, changed?.counts.framesIn, others.length], [1, 1, 0]);
    assert.deepEqual(recording.takeChanges(), []);
    writer.text('in', 'two');
    assert.equal(notices, 2);
    assert.ok(recording.takeChanges()[0]!.revision > changed!.revision);
    subscription.dispose();
    writer.text('in', 'three');
    assert.equal(notices, 2);
  });

  test('says that something changed after changes that nobody read', () => {
    const recording = new Recording();
    let notices = 0;
    recording.onDidChange(() => void notices++);
    const writer = new WebSocketWriter(recording);
    recording.dropChanges();
    assert.deepEqual(recording.takeChanges(), []);
    writer.text('in', 'one');
    assert.equal(notices, 2);
    assert.equal(recording.takeChanges().length, 1);
  });

  test('a socket that closes is a change of the exchange that used it last', () => {
    const recording = new Recording();
    const writer = new WebSocketWriter(recording);
    recording.takeChanges();
    writer.connection.closed('remote', 'FIN');
    assert.equal(recording.takeChanges().length, 1);
    assert.deepEqual(recording.connection(writer.connection.id)?.closed, {
      by: 'remote',
      reason: 'FIN',
    });
  });

  test('an exchange that is over can be forgotten, with the sockets that only it used', () => {
    const recording = new Recording();
    const [first, second] = [new WebSocketWriter(recording), new WebSocketWriter(recording)];
    second.exchange.useConnection(first.connection.id);
    recording.forget(first.exchange.id);
    assert.notEqual(recording.exchange(first.exchange.id), null);
    first.exchange.complete('ok');
    first.connection.closed('local');
    recording.forget(first.exchange.id);
    assert.equal(recording.exchange(first.exchange.id), null);
    assert.notEqual(recording.connection(first.connection.id), null);
    second.exchange.complete('ok');
    second.connection.closed('local');
    recording.forget(second.exchange.id);
    assert.equal(recording.connection(first.connection.id), null);
    assert.deepEqual(recording.events(second.exchange.id, 0, 9), {
      events: [],
      next: 0,
      done: true,
      evicted: 0,
      hasMore: false,
      startClockMs: 0,
    });
  });

  test('of too many exchanges, those that are over are dropped and counted, oldest first', () => {
    const recording = new Recording();
    const live = recording.begin(preparedRequest());
    for (let index = 0; index < 2001; index++) recording.begin(preparedRequest()).complete('ok');
    const ids = recording.summaries().map(({ id }) => id);
    assert.deepEqual([ids.length, ids[0], ids[1]], [2000, live.id, 4]);
    assert.equal(recording.droppedExchanges, 2);
  });

  test('events that fell out are counted, and reading goes on behind them', () => {
    const recording = new Recording({ recordingLimitBytes: 0, showSecrets: false });
    const writer = new WebSocketWriter(recording);
    for (let index = 0; index < 40_000; index++) writer.text('in', 'x'.repeat(400));
    writer.exchange.complete('ok');
    const { id } = writer.exchange;
    const { events, evicted, next, done } = recording.events(id, 0, 80_010);
    assert.deepEqual([next, done, evicted + events.length], [80_002, true, 80_002]);
    assert.ok(evicted > 0);
    const messages = events.filter((event) => event.event === 'ws.message');
    assert.equal(messages.at(-1)?.text, 'x'.repeat(400));
    assert.equal(events.at(-1)?.event, 'exchange.completed');
  });
});
