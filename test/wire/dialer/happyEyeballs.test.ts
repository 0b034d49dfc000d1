import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { WireError } from '../../../src/core/errors/wireError.ts';
import type { DialTarget } from '../../../src/core/wire/dialer/connection.ts';
import type { ResolvedAddress } from '../../../src/core/wire/dialer/lookup.ts';
import { stoppingOf } from '../../../src/core/wire/dialer/stopping.ts';
import { connectTcp } from '../../../src/core/wire/dialer/tcp.ts';
import type { WireEventBody } from '../../../src/core/wire/events.ts';
import { closedPort, deafPort, serveTcp, slowPort } from '../../support/httpServers.ts';

const never = new AbortController().signal;

function v4(...addresses: string[]): ResolvedAddress[] {
  return addresses.map((address) => ({ address, family: 4 }));
}

/** Connects to a name that has these addresses, and says how each attempt went: `127.0.0.8 timeout`. */
function connecting(port: number, addresses: ResolvedAddress[], limitMs = 30_000, signal = never) {
  const told: string[] = [];
  const emit = (event: WireEventBody): void => {
    if (event.event === 'tcp.attempt') told.push(`${event.remote.address} begins`);
    if (event.event === 'tcp.failed') told.push(`${event.remote.address} ${event.code}`);
    if (event.event === 'tcp.cancelled') told.push(`${event.remote.address} ${event.reason}`);
    if (event.event === 'tcp.connected') told.push(`${event.remote.address} connected`);
  };
  const target: DialTarget = {
    host: 'several.test',
    port,
    secure: false,
    alpn: [],
    verify: true,
    extraCa: [],
    connectionTimeoutMs: limitMs,
  };
  return { told, socket: connectTcp(target, addresses, emit, stoppingOf(target, signal)) };
}

describe('of several addresses', () => {
  test('a slow one wins where the next is silent: its attempt went on (RFC 8305 §5)', async (t) => {
    const slow = await slowPort(t, '127.0.0.8');
    const { port } = slow;
    await deafPort(t, '127.0.0.9', port);
    const { told, socket } = connecting(port, v4('127.0.0.8', '127.0.0.9'));
    while (told.length < 2) await sleep(10);
    slow.wake();
    (await socket).destroy();
    assert.deepEqual(told, [
      '127.0.0.8 begins',
      '127.0.0.9 begins',
      '127.0.0.8 connected',
      '127.0.0.9 otherConnected',
    ]);
  });

  test('the one that answers wins, and the silent one before it is given up', async (t) => {
    const port = await deafPort(t, '127.0.0.8');
    const server = await serveTcp(t, () => undefined, '127.0.0.6', port);
    const { told, socket } = connecting(port, v4('127.0.0.8', '127.0.0.6'));
    (await socket).destroy();
    assert.deepEqual(told, [
      '127.0.0.8 begins',
      '127.0.0.6 begins',
      '127.0.0.6 connected',
      '127.0.0.8 otherConnected',
    ]);
    assert.equal(server.sockets.length, 1);
  });

  test('all dead ones fail with how each of them went, the next at once where one refuses', async () => {
    const port = await closedPort();
    const { told, socket } = connecting(port, v4('127.0.0.7', '127.0.0.8'));
    const error: unknown = await socket.catch((reason: unknown) => reason);
    assert.ok(error instanceof WireError);
    assert.deepEqual([error.code, error.phase], ['WB_TCP_REFUSED', 'tcp']);
    assert.equal(error.params['attempts'], '127.0.0.7 ECONNREFUSED, 127.0.0.8 ECONNREFUSED');
    assert.deepEqual(told, [
      '127.0.0.7 begins',
      '127.0.0.7 ECONNREFUSED',
      '127.0.0.8 begins',
      '127.0.0.8 ECONNREFUSED',
    ]);
  });

  test('all silent ones end with the time that there is to connect', async (t) => {
    const port = await deafPort(t, '127.0.0.8');
    await deafPort(t, '127.0.0.9', port);
    const { told, socket } = connecting(port, v4('127.0.0.8', '127.0.0.9'), 700);
    await assert.rejects(socket, { code: 'WB_TCP_TIMEOUT', phase: 'tcp' });
    assert.deepEqual(told.slice(2), ['127.0.0.8 timeout', '127.0.0.9 timeout']);
  });

  test('none is tried any more once the exchange is cancelled', async (t) => {
    const port = await deafPort(t, '127.0.0.8');
    const cancel = new AbortController();
    const addresses = v4('127.0.0.8', '127.0.0.9');
    const { told, socket } = connecting(port, addresses, 30_000, cancel.signal);
    cancel.abort();
    await assert.rejects(socket, { code: 'WB_CANCELLED' });
    await sleep(300);
    assert.deepEqual(told, ['127.0.0.8 begins', '127.0.0.8 cancelled']);
  });

  test('families take turns, that of the first address first (RFC 8305 §4)', async () => {
    const port = await closedPort();
    const addresses: ResolvedAddress[] = [
      { address: '::1', family: 6 },
      { address: '::ffff:127.0.0.7', family: 6 },
      ...v4('127.0.0.8', '127.0.0.9'),
    ];
    const { told, socket } = connecting(port, addresses);
    await assert.rejects(socket);
    const begun = told.filter((each) => each.endsWith('begins'));
    assert.deepEqual(
      begun.map((each) => each.split(' ', 1)[0]),
      ['::1', '127.0.0.8', '::ffff:127.0.0.7', '127.0.0.9'],
    );
  });
});
