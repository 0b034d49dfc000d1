import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { laneFindings } from '../../../src/console/lanes/laneFindings.ts';
import { laneRows } from '../../../src/console/lanes/laneModel.ts';
import { startTestDemoServer } from '../../support/demoServer.ts';
import type { TestDemoServer } from '../../support/demoServer.ts';
import { exampleLanes } from '../../support/exampleRun.ts';

describe('what the examples show of connections', () => {
  let demo: TestDemoServer;
  before(async () => {
    demo = await startTestDemoServer();
  });
  after(() => demo.close());

  test('/A and /B share one connection, and Connection: close ends it', async () => {
    const view = await exampleLanes('connections.http', demo, 'in turn');
    const plain = view.bars.filter(({ httpVersion }) => httpVersion === '1.1');
    assert.deepEqual(
      plain.map(({ target, requestsBefore }) => [target, requestsBefore]),
      [
        ['/A', 0],
        ['/B', 1],
        ['/A', 2],
      ],
    );
    assert.deepEqual(
      view.sockets.map(({ closed }) => closed),
      [{ by: 'local', reason: 'connection-close' }, null],
    );
  });

  test('ten slow requests take six connections, and four of them wait for one', async () => {
    const view = await exampleLanes('six-connections.http', demo, 'parallel');
    const rows = laneRows(view);
    assert.equal(rows.filter(({ kind }) => kind === 'socket').length, 6);
    assert.equal(rows.filter(({ kind }) => kind === 'waiting').length, 4);
    assert.match(
      laneFindings(view)[0]!,
      /6 may be open to http:\/\/localhost:\d+: 4 requests waited/,
    );
  });

  test('one slow answer holds up two quick ones on a single connection', async () => {
    const view = await exampleLanes('head-of-line.http', demo, 'parallel');
    assert.equal(view.sockets.length, 1);
    assert.match(
      laneFindings(view)[0]!,
      /2 requests stood behind slower ones for up to .* \(head-of-line/,
    );
  });

  test('the same ten share one HTTP/2 connection, and none waits for an answer', async () => {
    const view = await exampleLanes('multiplexed.http', demo, 'parallel');
    assert.equal(view.sockets.length, 1);
    assert.equal(laneRows(view).length, 1);
    assert.match(laneFindings(view)[0]!, /10 ran side by side on one connection/);
  });

  test('a GET on a connection that was just closed is sent again, a POST is not', async () => {
    const view = await exampleLanes('idle-close.http', demo, 'in turn');
    assert.deepEqual(
      view.bars.map(({ method, target, cause, lostBy, state }) => [
        method,
        target,
        cause,
        lostBy,
        state,
      ]),
      [
        ['GET', '/close-idle', null, null, 'completed'],
        ['GET', '/A', null, 'WB_HTTP_CLOSED_BEFORE_RESPONSE', 'failed'],
        ['GET', '/A', 'retry', null, 'completed'],
        ['GET', '/close-idle', null, null, 'completed'],
        ['POST', '/echo', null, null, 'failed'],
      ],
    );
    assert.equal(view.sockets.length, 2);
    assert.equal(view.sockets[0]?.closed?.by, 'remote');
    assert.match(laneFindings(view)[0]!, /sent again on a new one, because GET may be repeated/);
  });
});
