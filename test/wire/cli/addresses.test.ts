import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { WireEvent, WireEventName, WireEventOf } from '../../../src/core/wire/events.ts';
import { CliFolder, eventsOf } from '../../support/cli.ts';
import { deafPort } from '../../support/httpServers.ts';
import { nssWrapper, ownNames } from '../../support/ownNames.ts';

const alive = '127.0.0.6';
const refusing = '127.0.0.9';
const deaf = '127.0.0.8';
const skip = nssWrapper() === undefined ? 'libnss-wrapper is not installed' : false;

/** A server on one of the addresses; the others of its port are dead. */
async function serve(t: TestContext, port = 0): Promise<number> {
  const server = createServer((_request, response) => response.end('alive'));
  await new Promise<void>((resolve) => server.listen(port, alive, resolve));
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** Sends a GET to a name that resolves to these addresses. */
async function get(t: TestContext, addresses: string[], port: number, directives = '') {
  const environment = await ownNames(t, { 'several.test': addresses });
  await using folder = await CliFolder.with({
    'a.http': `${directives}GET http://several.test:${port}/\n`,
  });
  const result = await folder.runWith(environment, 'run', 'a.http', '--output', 'json');
  return { ...result, events: eventsOf(result) };
}

function all<N extends WireEventName>(events: WireEvent[], name: N) {
  return events.filter((event) => event.event === name) as (WireEvent & WireEventOf<N>)[];
}

/** `127.0.0.9 ECONNREFUSED`, `127.0.0.1 connected`: how each attempt went. */
function attempts(events: WireEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.event === 'tcp.failed') return [`${event.remote.address} ${event.code}`];
    if (event.event === 'tcp.cancelled') return [`${event.remote.address} ${event.reason}`];
    return event.event === 'tcp.connected' ? [`${event.remote.address} connected`] : [];
  });
}

describe('a name with several addresses', { skip }, () => {
  test('is reached at the second where the first refuses', async (t) => {
    const port = await serve(t);
    const { exitCode, events } = await get(t, [refusing, alive], port);
    assert.equal(exitCode, 0);
    const [resolved] = all(events, 'dns.resolved');
    assert.deepEqual(
      resolved?.addresses.map(({ address }) => address),
      [refusing, alive],
    );
    assert.deepEqual(attempts(events), [`${refusing} ECONNREFUSED`, `${alive} connected`]);
  });

  test('is reached at the second where the first is silent, after a moment', async (t) => {
    const port = await deafPort(t, deaf);
    await serve(t, port);
    const { exitCode, events } = await get(t, [deaf, alive], port);
    assert.equal(exitCode, 0);
    assert.deepEqual(attempts(events), [`${alive} connected`, `${deaf} otherConnected`]);
    const [first, second] = all(events, 'tcp.attempt');
    assert.deepEqual([first?.remote.address, second?.remote.address], [deaf, alive]);
    const { timings } = all(events, 'exchange.completed')[0]!;
    // The wait for the silent one is time of the phase tcp (RFC 8305 §5: 250 ms).
    assert.ok(timings.tcp! >= 240 && timings.total >= timings.tcp!);
  });

  test('that are all dead fails in phase tcp, and says how each of them went', async (t) => {
    const port = await serve(t);
    const { exitCode, events, stderr } = await get(t, [refusing, '127.0.0.7'], port);
    assert.equal(exitCode, 3);
    assert.deepEqual(attempts(events), [`${refusing} ECONNREFUSED`, '127.0.0.7 ECONNREFUSED']);
    const [failed] = all(events, 'exchange.failed');
    assert.deepEqual([failed?.code, failed?.phase], ['WB_TCP_REFUSED', 'tcp']);
    assert.match(failed?.params['attempts'] ?? '', /127\.0\.0\.9 ECONNREFUSED, 127\.0\.0\.7/);
    assert.match(stderr, /a\.http:1:1: WB_TCP_REFUSED/);
  });

  test('that refuses or stays silent everywhere ends with the connection timeout', async (t) => {
    const port = await deafPort(t, deaf);
    const limit = '# @connection-timeout 900 ms\n';
    const { exitCode, events } = await get(t, [refusing, deaf], port, limit);
    assert.equal(exitCode, 3);
    const [failed] = all(events, 'exchange.failed');
    assert.deepEqual([failed?.code, failed?.phase], ['WB_TCP_TIMEOUT', 'tcp']);
    assert.deepEqual(attempts(events), [`${refusing} ECONNREFUSED`, `${deaf} timeout`]);
    assert.equal(all(events, 'tcp.attempt').length, 2);
  });
});
