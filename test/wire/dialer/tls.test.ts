import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Duplex } from 'node:stream';
import type { TlsOptions } from 'node:tls';
import { WireError } from '../../../src/core/errors/wireError.ts';
import type { DialTarget } from '../../../src/core/wire/dialer/connection.ts';
import { dial } from '../../../src/core/wire/dialer/dial.ts';
import { ExchangeLog, RecorderLog } from '../../support/httpEventLog.ts';
import { serveTcp, serveTls } from '../../support/httpServers.ts';
import {
  daysFromNow,
  makeAuthority,
  makeSelfSigned,
  type ServerIdentity,
} from '../../support/tlsCertificates.ts';

const authority = await makeAuthority();
const good = await authority.issue();

function secureTarget(port: number, wishes: Partial<DialTarget> = {}): DialTarget {
  return {
    host: 'localhost',
    port,
    secure: true,
    alpn: ['h2', 'http/1.1'],
    verify: true,
    extraCa: [authority.pem],
    connectionTimeoutMs: 5_000,
    ...wishes,
  };
}

async function attempt(target: DialTarget) {
  const sink = new ExchangeLog();
  const recorder = new RecorderLog();
  const result = await dial(target, sink, recorder, new AbortController().signal).then(
    (connection) => ({ connection, error: null }),
    (error: unknown) => ({ connection: null, error }),
  );
  return { ...result, sink, recorder };
}

async function readAll(stream: Duplex): Promise<string> {
  return Buffer.concat(await stream.toArray()).toString('utf8');
}

describe('a TLS handshake', () => {
  test('tells both hellos, the chain and what was agreed', async (t) => {
    const options: TlsOptions = { ...good, ALPNProtocols: ['h2', 'http/1.1'] };
    const server = await serveTls(t, options, (socket) => socket.end('secret'));
    const { connection, sink, recorder } = await attempt(secureTarget(server.port));
    assert.ok(connection);
    assert.equal(await readAll(connection.stream), 'secret');
    assert.equal(sink.one('tls.started').sni, 'localhost');
    const offered = sink.one('tls.clientHello');
    assert.deepEqual(offered.versions, ['TLSv1.3', 'TLSv1.2']);
    assert.ok(offered.ciphers.includes('TLS_AES_128_GCM_SHA256'));
    assert.ok(offered.groups.includes('x25519'));
    assert.deepEqual(offered.alpn, ['h2', 'http/1.1']);
    const chosen = sink.one('tls.serverHello');
    const {
      event: _event,
      connection: _id,
      ...agreed
    } = Object.assign({ connection: 0 }, sink.one('tls.established'));
    assert.deepEqual(agreed, {
      version: 'TLSv1.3',
      cipher: chosen.cipher,
      group: chosen.group,
      alpn: 'h2',
      resumed: false,
      authorized: true,
    });
    const { chain } = sink.one('tls.certificate');
    assert.equal(chain[0]?.subject, 'CN=leaf, O=Test Servers');
    assert.deepEqual(chain[0]?.san, ['localhost', '127.0.0.1', '127.0.0.2']);
    assert.equal(chain[1]?.subject, 'CN=Test CA');
    assert.equal(chain.length, 2);
    assert.match(chain[0]?.sha256 ?? '', /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    assert.deepEqual(connection.facts.tls, { ...agreed, sni: 'localhost', chain, ocsp: null });
    assert.deepEqual(sink.phases.slice(-2), ['tls start', 'tls end']);
    assert.equal(recorder.connections[0]?.receivedText(), 'secret');
    assert.ok((recorder.connections[0]?.cipherBytesIn ?? 0) > 'secret'.length);
    connection.stream.destroy();
  });

  test('of TLS 1.2 tells the group too', async (t) => {
    const server = await serveTls(t, { ...good, maxVersion: 'TLSv1.2' }, () => undefined);
    const { connection, sink } = await attempt(secureTarget(server.port));
    assert.equal(sink.one('tls.serverHello').version, 'TLSv1.2');
    assert.equal(sink.one('tls.established').version, 'TLSv1.2');
    assert.equal(typeof sink.one('tls.established').group, 'string');
    connection?.stream.destroy();
  });

  test('after a retry request tells the real choice of the server', async (t) => {
    const server = await serveTls(t, { ...good, ecdhCurve: 'P-521' }, () => undefined);
    const { connection, sink } = await attempt(secureTarget(server.port));
    assert.equal(sink.one('tls.serverHello').group, 'secp521r1');
    connection?.stream.destroy();
  });

  test('with an IP address sends no server name', async (t) => {
    const server = await serveTls(t, good, () => undefined);
    const { connection, sink } = await attempt(secureTarget(server.port, { host: '127.0.0.1' }));
    assert.equal(sink.one('tls.started').sni, null);
    assert.equal(sink.one('tls.established').authorized, true);
    connection?.stream.destroy();
  });
});

async function refusal(t: Parameters<typeof serveTls>[0], identity: ServerIdentity, host: string) {
  const received: Buffer[] = [];
  const server = await serveTls(t, identity, (socket) =>
    socket.on('data', (chunk: Buffer) => received.push(chunk)),
  );
  const outcome = await attempt(secureTarget(server.port, { host }));
  assert.ok(outcome.error instanceof WireError, String(outcome.error));
  assert.deepEqual(outcome.sink.names.slice(-2), ['tls.certificate', 'tls.failed']);
  assert.deepEqual(outcome.recorder.connections[0]?.sent, []);
  assert.deepEqual(received, []);
  return { error: outcome.error, chain: outcome.sink.one('tls.certificate').chain };
}

describe('a certificate that is not believed', () => {
  test('self-signed: says which one', async (t) => {
    const { error } = await refusal(t, await makeSelfSigned(), 'localhost');
    assert.equal(error.code, 'WB_TLS_SELF_SIGNED');
    assert.equal(error.params['subject'], 'CN=self, O=Test Servers');
    assert.equal(error.cause, 'DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  test('of an unknown authority: says which authority', async (t) => {
    const stranger = await makeAuthority('Stranger');
    const { error } = await refusal(t, await stranger.issue(), 'localhost');
    assert.equal(error.code, 'WB_TLS_UNKNOWN_AUTHORITY');
    assert.equal(error.params['issuer'], 'CN=Stranger');
  });

  test('of a stranger with the name of a trusted authority is of an unknown authority', async (t) => {
    const impostor = await makeAuthority();
    const { error } = await refusal(t, await impostor.issue(), 'localhost');
    assert.equal(error.code, 'WB_TLS_UNKNOWN_AUTHORITY');
  });

  test('expired: says since when', async (t) => {
    const wishes = { notBefore: daysFromNow(-9), notAfter: daysFromNow(-2) };
    const { error, chain } = await refusal(t, await authority.issue(wishes), 'localhost');
    assert.equal(error.code, 'WB_TLS_EXPIRED');
    assert.equal(error.params['notAfter'], chain[0]?.notAfter);
    assert.equal(error.params['subject'], 'CN=leaf, O=Test Servers');
  });

  test('not yet valid: says from when', async (t) => {
    const wishes = { notBefore: daysFromNow(2), notAfter: daysFromNow(9) };
    const { error, chain } = await refusal(t, await authority.issue(wishes), 'localhost');
    assert.equal(error.code, 'WB_TLS_NOT_YET_VALID');
    assert.equal(error.params['notBefore'], chain[0]?.notBefore);
  });

  test('for another host: says which names would do', async (t) => {
    const identity = await authority.issue({ names: ['example.org', '10.0.0.1'] });
    const { error } = await refusal(t, identity, 'localhost');
    assert.equal(error.code, 'WB_TLS_WRONG_HOST');
    assert.equal(error.params['host'], 'localhost');
    assert.equal(error.params['names'], 'example.org, 10.0.0.1');
  });

  test('for another address: the address is checked as well', async (t) => {
    const { error } = await refusal(
      t,
      await authority.issue({ names: ['localhost'] }),
      '127.0.0.1',
    );
    assert.equal(error.code, 'WB_TLS_WRONG_HOST');
  });

  test('for clients only: says that it is none for servers', async (t) => {
    const identity = await authority.issue({ usages: ['1.3.6.1.5.5.7.3.2'] });
    const { error } = await refusal(t, identity, 'localhost');
    assert.equal(error.code, 'WB_TLS_WRONG_PURPOSE');
    assert.equal(error.params['subject'], 'CN=leaf, O=Test Servers');
  });

  test('is believed where the user has accepted its fingerprint, and no other', async (t) => {
    const server = await serveTls(t, await makeSelfSigned(), (socket) => socket.end('in'));
    const { sink } = await attempt(secureTarget(server.port));
    const sha256 = sink.one('tls.certificate').chain[0]?.sha256 ?? '';
    const trusted = await attempt(secureTarget(server.port, { trustedFingerprints: [sha256] }));
    assert.ok(trusted.connection);
    trusted.connection.stream.destroy();
    const other = await attempt(secureTarget(server.port, { trustedFingerprints: ['00:00'] }));
    assert.ok(other.error instanceof WireError);
  });

  test('without verification is still called unauthorized', async (t) => {
    const server = await serveTls(t, await makeSelfSigned(), (socket) => socket.end('in'));
    const { connection, sink } = await attempt(secureTarget(server.port, { verify: false }));
    assert.ok(connection);
    assert.equal(await readAll(connection.stream), 'in');
    assert.equal(sink.one('tls.established').authorized, false);
    assert.equal(sink.one('tls.established').authorizationError, 'DEPTH_ZERO_SELF_SIGNED_CERT');
    connection.stream.destroy();
  });
});

describe('a TLS handshake that fails', () => {
  test('because plain HTTP answers says what came', async (t) => {
    const server = await serveTcp(t, (socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    );
    const { error, sink, recorder } = await attempt(secureTarget(server.port));
    assert.ok(error instanceof WireError);
    assert.equal(error.code, 'WB_TLS_NOT_TLS');
    assert.equal(error.params['received'], 'HTTP/1.1 400 Bad Request');
    assert.equal(sink.one('tls.failed').code, 'WB_TLS_NOT_TLS');
    assert.deepEqual(sink.phases.slice(-2), ['tls start', 'tls end']);
    assert.ok(recorder.connections[0]);
  });

  test('by an alert names the alert', async (t) => {
    const options: TlsOptions = {
      ...good,
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.2',
      ciphers: 'PSK',
    };
    const server = await serveTls(t, options, () => undefined);
    const { error, sink } = await attempt(secureTarget(server.port));
    assert.ok(error instanceof WireError);
    assert.equal(error.code, 'WB_TLS_FAILED');
    assert.equal(error.params['reason'], 'the server sent the alert handshake_failure');
    assert.equal(sink.one('tls.failed').reason, error.params['reason']);
    assert.equal(error.params['case'], 'handshake_failure');
  });

  test('because no protocol is in common names that case', async (t) => {
    const server = await serveTls(t, { ...good, ALPNProtocols: ['mqtt'] }, () => undefined);
    const { error } = await attempt(secureTarget(server.port));
    assert.ok(error instanceof WireError);
    assert.deepEqual(
      [error.code, error.params['case']],
      ['WB_TLS_FAILED', 'no_application_protocol'],
    );
  });

  test('because the server hangs up says so', async (t) => {
    const server = await serveTcp(t, (socket) => socket.once('data', () => socket.end()));
    const { error } = await attempt(secureTarget(server.port));
    assert.ok(error instanceof WireError);
    assert.equal(error.code, 'WB_TLS_FAILED');
    assert.equal(error.params['reason'], 'the server closed the connection');
  });

  test('because the server is silent is a timeout of phase tls', async (t) => {
    const server = await serveTcp(t, () => undefined);
    const { error, recorder } = await attempt(
      secureTarget(server.port, { connectionTimeoutMs: 200 }),
    );
    assert.ok(error instanceof WireError);
    assert.equal(error.code, 'WB_TIMEOUT');
    assert.equal(error.phase, 'tls');
    assert.equal(recorder.connections.length, 1);
  });
});
