import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { WireError } from '../../../src/core/errors/wireError.ts';
import type { Connection, DialTarget } from '../../../src/core/wire/dialer/connection.ts';
import { dial } from '../../../src/core/wire/dialer/dial.ts';
import { ExchangeLog, RecorderLog } from '../../support/httpEventLog.ts';
import { closedPort, deafPort, serveTcp } from '../../support/httpServers.ts';

const never = new AbortController().signal;

function plainTarget(host: string, port: number, connectionTimeoutMs = 5_000): DialTarget {
  return { host, port, secure: false, alpn: [], verify: true, extraCa: [], connectionTimeoutMs };
}

async function failure(dialing: Promise<Connection>): Promise<WireError> {
  const error: unknown = await dialing.then(
    () => assert.fail('dial succeeded'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof WireError, String(error));
  return error;
}

async function readAll(connection: Connection): Promise<string> {
  const chunks: Buffer[] = await connection.stream.toArray();
  return Buffer.concat(chunks).toString('utf8');
}

describe('dialing without TLS', () => {
  test('a name is looked up, each attempt is an event, and the four-tuple is known', async (t) => {
    const server = await serveTcp(t, (socket) => socket.end('x'));
    const sink = new ExchangeLog();
    const recorder = new RecorderLog();
    const connection = await dial(plainTarget('localhost', server.port), sink, recorder, never);
    assert.equal(await readAll(connection), 'x');
    assert.equal(sink.one('dns.started').host, 'localhost');
    assert.ok(sink.one('dns.resolved').addresses.some(({ address }) => address === '127.0.0.1'));
    const attempts = sink.all('tcp.attempt').map(({ remote }) => remote);
    assert.deepEqual(attempts.at(-1), { address: '127.0.0.1', port: server.port });
    const { local, remote } = sink.one('tcp.connected');
    assert.deepEqual(remote, { address: '127.0.0.1', port: server.port });
    assert.deepEqual(local, { address: '127.0.0.1', port: server.sockets[0]?.remotePort });
    assert.deepEqual(connection.facts, {
      origin: `http://localhost:${server.port}`,
      local,
      remote,
      tls: null,
      proxy: null,
      proxyTls: null,
    });
    assert.deepEqual(sink.phases, ['dns start', 'dns end', 'tcp start', 'tcp end']);
    connection.stream.destroy();
  });

  test('an IP address takes no lookup', async (t) => {
    const server = await serveTcp(t, () => undefined, '127.0.0.2');
    const sink = new ExchangeLog();
    const target = plainTarget('127.0.0.2', server.port);
    const connection = await dial(target, sink, new RecorderLog(), never);
    assert.deepEqual(sink.names, ['tcp.attempt', 'tcp.connected']);
    assert.deepEqual(sink.phases, ['tcp start', 'tcp end']);
    connection.stream.destroy();
  });

  test('all bytes of both directions reach the byte log', async (t) => {
    const server = await serveTcp(t, (socket) => {
      socket.on('data', (chunk) => socket.write(chunk.toString().toUpperCase()));
      socket.on('end', () => socket.end('!'));
    });
    const recorder = new RecorderLog();
    const target = plainTarget('127.0.0.1', server.port);
    const connection = await dial(target, new ExchangeLog(), recorder, never);
    connection.stream.cork();
    connection.stream.write('hello ');
    connection.stream.write('there');
    connection.stream.uncork();
    connection.stream.end();
    assert.equal(await readAll(connection), 'HELLO THERE!');
    assert.equal(recorder.connections[0]?.sentText(), 'hello there');
    assert.equal(recorder.connections[0]?.receivedText(), 'HELLO THERE!');
  });

  test('who closed the socket is recorded', async (t) => {
    const server = await serveTcp(t, (socket) => socket.end());
    const recorder = new RecorderLog();
    const target = plainTarget('127.0.0.1', server.port);
    const connection = await dial(target, new ExchangeLog(), recorder, never);
    await readAll(connection);
    connection.stream.end();
    await new Promise((resolve) => connection.stream.once('close', resolve));
    await sleep(10);
    assert.equal(recorder.connections[0]?.closedBy, 'remote');
  });

  test('a reset is recorded with its code', async (t) => {
    const server = await serveTcp(t, (socket) =>
      socket.once('data', () => socket.resetAndDestroy()),
    );
    const recorder = new RecorderLog();
    const target = plainTarget('127.0.0.1', server.port);
    const connection = await dial(target, new ExchangeLog(), recorder, never);
    connection.stream.resume();
    connection.stream.write('x');
    await new Promise((resolve) => connection.stream.once('close', resolve));
    await sleep(10);
    assert.equal(recorder.connections[0]?.closedBy, 'error');
    assert.equal(recorder.connections[0]?.reason, 'ECONNRESET');
  });
});

describe('dialing in vain', () => {
  test('a name that does not exist is WB_DNS_NOT_FOUND', async () => {
    const sink = new ExchangeLog();
    const recorder = new RecorderLog();
    const target = plainTarget('does-not-exist.invalid', 80);
    const error = await failure(dial(target, sink, recorder, never));
    assert.equal(error.code, 'WB_DNS_NOT_FOUND');
    assert.equal(error.phase, 'dns');
    assert.equal(error.params['host'], 'does-not-exist.invalid');
    assert.deepEqual(sink.names, ['dns.started']);
    assert.deepEqual(sink.phases, ['dns start', 'dns end']);
    assert.equal(recorder.connections.length, 0);
  });

  test('a port on which nothing listens is WB_TCP_REFUSED, with every attempt told', async () => {
    const port = await closedPort();
    const sink = new ExchangeLog();
    const recorder = new RecorderLog();
    const error = await failure(dial(plainTarget('localhost', port), sink, recorder, never));
    assert.equal(error.code, 'WB_TCP_REFUSED');
    assert.deepEqual(error.params, {
      host: 'localhost',
      port: String(port),
      systemCode: 'ECONNREFUSED',
      limit: '5 s',
      attempts: sink
        .all('tcp.failed')
        .map(({ remote }) => `${remote.address} ECONNREFUSED`)
        .join(', '),
    });
    assert.equal(sink.all('tcp.failed').length, sink.all('tcp.attempt').length);
    assert.ok(sink.all('tcp.failed').length > 0);
    assert.equal(recorder.connections[0]?.closedBy, 'error');
    assert.equal(recorder.connections[0]?.reason, 'ECONNREFUSED');
  });

  test('a peer that never answers is WB_TCP_TIMEOUT', async (t) => {
    const port = await deafPort(t);
    const sink = new ExchangeLog();
    const target = plainTarget('127.0.0.1', port, 300);
    const error = await failure(dial(target, sink, new RecorderLog(), never));
    assert.equal(error.code, 'WB_TCP_TIMEOUT');
    assert.equal(error.phase, 'tcp');
    assert.equal(error.params['limit'], '0.3 s');
    assert.deepEqual(sink.names, ['tcp.attempt', 'tcp.cancelled']);
    assert.equal(sink.one('tcp.cancelled').reason, 'timeout');
    assert.deepEqual(sink.phases, ['tcp start', 'tcp end']);
  });

  test('cancelling ends the attempt as WB_CANCELLED', async (t) => {
    const port = await deafPort(t);
    const cancel = new AbortController();
    const recorder = new RecorderLog();
    const dialing = failure(
      dial(plainTarget('127.0.0.1', port), new ExchangeLog(), recorder, cancel.signal),
    );
    await sleep(20);
    cancel.abort();
    const error = await dialing;
    assert.equal(error.code, 'WB_CANCELLED');
    assert.equal(error.phase, 'tcp');
    assert.equal(recorder.connections[0]?.closedBy, 'local');
  });

  test('what was cancelled before it began is not begun', async () => {
    const sink = new ExchangeLog();
    const target = plainTarget('127.0.0.1', 9);
    const error = await failure(dial(target, sink, new RecorderLog(), AbortSignal.abort()));
    assert.equal(error.code, 'WB_CANCELLED');
    assert.deepEqual(sink.names, []);
  });
});
