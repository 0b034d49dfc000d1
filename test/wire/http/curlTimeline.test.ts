import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import type { ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findProgram } from '../../../scripts/vscode/programs.ts';
import { LocalEngine } from '../../../src/engine/localEngine.ts';
import type { ExchangeView } from '../../../src/protocol/exchange.ts';
import { preparedRequest } from '../../support/httpRun.ts';
import { serveHttp, serveTcp } from '../../support/httpServers.ts';
import { makeSelfSigned } from '../../support/tlsCertificates.ts';

type Timings = NonNullable<ExchangeView['timings']>;

/** Milliseconds that each side measured for the same steps. */
interface Measured {
  tls: number;
  wait: number;
  receive: number;
  total: number;
}

const skip = findProgram(['curl']) === undefined ? 'curl is not installed' : false;
const rounds = 3;
/** What the server does dominates: all else is small against it, also on a busy machine. */
const handshakeMs = 400;
const waitMs = 600;
const bodyMs = 400;

async function answerSlowly(response: ServerResponse): Promise<void> {
  await sleep(waitMs);
  response.writeHead(200, { connection: 'close' });
  response.write('first half, ');
  await sleep(bodyMs);
  response.end('second half');
}

/** An HTTPS server behind a relay that holds the first bytes of each answer back: a slow handshake. */
async function serveSlowly(t: TestContext): Promise<number> {
  const { key, cert } = await makeSelfSigned();
  const server = createHttpsServer({ key, cert }, (_request, response) => {
    void answerSlowly(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const relay = await serveTcp(t, (client) => {
    const upstream = connect(port, '127.0.0.1');
    client.pipe(upstream);
    upstream.once('data', (first: Buffer) => {
      upstream.pause();
      setTimeout(() => {
        client.write(first);
        upstream.pipe(client);
      }, handshakeMs);
    });
    upstream.on('error', () => client.destroy());
    client.once('close', () => upstream.destroy());
  });
  return relay.port;
}

async function withCurl(url: string): Promise<Measured> {
  const args = ['-sk', '--http1.1', '-o', '/dev/null', '-w', '%{json}', url];
  const { stdout } = await promisify(execFile)('curl', args);
  const seconds = JSON.parse(stdout) as Record<string, number>;
  const atMs = (name: string): number => seconds[`time_${name}`]! * 1000;
  return {
    tls: atMs('appconnect') - atMs('connect'),
    wait: atMs('starttransfer') - atMs('pretransfer'),
    receive: atMs('total') - atMs('starttransfer'),
    total: atMs('total'),
  };
}

async function timingsOf(engine: LocalEngine, url: string): Promise<Timings> {
  const exchange = await engine.start(preparedRequest(url, { options: { verifyTls: false } }));
  await engine.finished(exchange);
  const { timings } = (await engine.exchange(exchange))!;
  assert.ok(timings);
  return timings;
}

function sumOf({ total: _total, ...phases }: Timings): number {
  return Object.values(phases).reduce<number>((sum, each) => sum + (each ?? 0), 0);
}

/** Of several rounds the quickest: what the machine does beside it only adds. */
function quickest(measured: Measured[]): Measured {
  const least = (name: keyof Measured): number => Math.min(...measured.map((each) => each[name]));
  return {
    tls: least('tls'),
    wait: least('wait'),
    receive: least('receive'),
    total: least('total'),
  };
}

describe('the timeline', () => {
  test('agrees with curl on the same server, and its phases add up', { skip }, async (t) => {
    const engine = new LocalEngine();
    t.after(() => engine.dispose());
    const url = `https://localhost:${await serveSlowly(t)}/`;
    const ours: Measured[] = [];
    const curls: Measured[] = [];
    for (let round = 0; round < rounds; round++) {
      curls.push(await withCurl(url));
      const timings = await timingsOf(engine, url);
      for (const phase of ['dns', 'tcp', 'tls', 'send', 'wait', 'receive'] as const) {
        assert.ok(timings[phase] !== null, `${phase} took place`);
      }
      const sum = sumOf(timings);
      assert.ok(sum <= timings.total + 0.01, `${sum} is more than ${timings.total}`);
      assert.ok(
        timings.total - sum <= Math.max(1, timings.total * 0.05),
        `${sum} of ${timings.total}`,
      );
      const { tls, send, wait, receive, total } = timings;
      ours.push({ tls: tls!, wait: send! + wait!, receive: receive!, total });
    }
    const expected = quickest(curls);
    const actual = quickest(ours);
    for (const phase of ['tls', 'wait', 'receive', 'total'] as const) {
      const bound = Math.max(1, expected[phase] * 0.05);
      const difference = Math.abs(actual[phase] - expected[phase]);
      assert.ok(difference <= bound, `${phase}: ${actual[phase]} ms, curl ${expected[phase]} ms`);
    }
  });

  test('leaves out what did not take place', async (t) => {
    const engine = new LocalEngine();
    t.after(() => engine.dispose());
    const server = await serveHttp(t, (_request, response) => response.end('x'));
    const url = `http://127.0.0.1:${server.port}/`;
    const first = await timingsOf(engine, url);
    const { tcp, send, wait, receive, total, ...absent } = first;
    assert.deepEqual(absent, { blocked: null, dns: null, proxy: null, tls: null });
    assert.ok(tcp !== null && send !== null && wait !== null && receive !== null && total > 0);
    const reused = await timingsOf(engine, url);
    assert.deepEqual(
      [reused.dns, reused.tcp, reused.tls, reused.blocked],
      [null, null, null, null],
    );
  });
});
