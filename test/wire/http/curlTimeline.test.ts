import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import type { ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Timings } from '../../../src/core/wire/events.ts';
import { LocalEngine } from '../../../src/engine/localEngine.ts';
import { CliFolder, eventsOf } from '../../support/cli.ts';
import { holdingRelay } from '../../support/holdingRelay.ts';
import { preparedRequest } from '../../support/httpRun.ts';
import { deafPort, serveHttp } from '../../support/httpServers.ts';
import { isMissing } from '../../support/programs.ts';
import { proxiesAreMissing, startSquid } from '../../support/proxies.ts';
import { slowNames, slowNamesAreMissing } from '../../support/slowNames.ts';
import { makeSelfSigned } from '../../support/tlsCertificates.ts';

const skip = isMissing('/usr/bin/curl') || slowNamesAreMissing || proxiesAreMissing;
const rounds = 5;
/** What names and servers do dominates: all else is small against it, also on a busy machine. */
const heldMs = { dns: 150, proxy: 200, tls: 200, wait: 300, body: 200 };
/** When the second address is tried as well, as with us. */
const attemptDelayMs = 250;

/** Milliseconds from the beginning, as `curl -w` names them. */
const marks = ['namelookup', 'connect', 'appconnect', 'starttransfer', 'total'] as const;
type Marks = Record<(typeof marks)[number], number>;
/** Milliseconds from one mark to the next; a proxy is between `connect` and `appconnect`. */
type Steps = Record<'dns' | 'tcp' | 'proxyAndTls' | 'sendAndWait' | 'receive' | 'total', number>;

async function answerSlowly(response: ServerResponse): Promise<void> {
  await sleep(heldMs.wait);
  response.writeHead(200, { connection: 'close' });
  response.write('first half, ');
  await sleep(heldMs.body);
  response.end('second half');
}

async function serveSlowly(t: TestContext): Promise<number> {
  const { key, cert } = await makeSelfSigned();
  const server = createHttpsServer({ key, cert }, (_request, response) => {
    void answerSlowly(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

function stepsOf(mark: Marks): Steps {
  return {
    dns: mark.namelookup,
    tcp: mark.connect - mark.namelookup,
    proxyAndTls: mark.appconnect - mark.connect,
    sendAndWait: mark.starttransfer - mark.appconnect,
    receive: mark.total - mark.starttransfer,
    total: mark.total,
  };
}

async function curlOnce(environment: Record<string, string>, args: string[]): Promise<Steps> {
  const delay = ['--happy-eyeballs-timeout-ms', String(attemptDelayMs)];
  const { stdout } = await promisify(execFile)(
    'curl',
    ['-sk', '--http1.1', ...delay, '-o', '/dev/null', '-w', '%{json}', ...args],
    { env: { ...process.env, ...environment } },
  );
  const seconds = JSON.parse(stdout) as Record<string, number>;
  const mark = marks.map((name) => [name, seconds[`time_${name}`]! * 1000]);
  return stepsOf(Object.fromEntries(mark) as Marks);
}

async function withCurl(environment: Record<string, string>, args: string[]): Promise<Steps[]> {
  const steps: Steps[] = [];
  for (let round = 0; round < rounds; round++) steps.push(await curlOnce(environment, args));
  return steps;
}

/** Sends the request once a round, each time on a new connection. */
async function withWirebook(environment: Record<string, string>, text: string): Promise<Timings[]> {
  await using folder = await CliFolder.with({ 'a.http': Array(rounds).fill(text).join('\n###\n') });
  const args = ['run', 'a.http', '--all', '--insecure', '--output', 'json'];
  const result = await folder.runWith(environment, ...args);
  assert.equal(result.exitCode, 0, result.stderr);
  const timings = eventsOf(result).flatMap((event) =>
    event.event === 'exchange.completed' ? [event.timings] : [],
  );
  assert.equal(timings.length, rounds);
  return timings;
}

function stepsOfPhases({ dns, tcp, proxy, tls, send, wait, receive, total }: Timings): Steps {
  const proxyAndTls = (proxy ?? 0) + tls!;
  return {
    dns: dns!,
    tcp: tcp!,
    proxyAndTls,
    sendAndWait: send! + wait!,
    receive: receive!,
    total,
  };
}

/** Of several rounds the quickest: what a busy machine does only adds. */
function quickest(measured: readonly Steps[]): Steps {
  const least = (name: keyof Steps): number => Math.min(...measured.map((each) => each[name]));
  const names = Object.keys(measured[0]!) as (keyof Steps)[];
  return Object.fromEntries(names.map((name) => [name, least(name)])) as unknown as Steps;
}

/** Within 1 ms or 5 %. */
function assertClose(actual: number, expected: number, what: string): void {
  const bound = Math.max(1, expected * 0.05);
  assert.ok(Math.abs(actual - expected) <= bound, `${what}: ${actual} ms, not ${expected} ms`);
}

function assertAgree(ours: readonly Timings[], curls: readonly Steps[]): void {
  const actual = quickest(ours.map(stepsOfPhases));
  const expected = quickest(curls);
  for (const [name, ms] of Object.entries(expected) as [keyof Steps, number][]) {
    assertClose(actual[name], ms, name);
  }
}

/** No phase is counted twice, and nothing long is between them. */
function assertAddUp(timings: readonly Timings[]): void {
  const gaps = timings.map(({ total, ...phases }) => {
    const sum = Object.values(phases).reduce<number>((before, each) => before + (each ?? 0), 0);
    assert.ok(sum <= total + 0.01, `the phases are ${sum} ms, the total ${total} ms`);
    return total - sum;
  });
  assert.ok(Math.min(...gaps) <= 1, `between the phases are ${gaps.join(', ')} ms`);
}

async function timingsOf(engine: LocalEngine, url: string): Promise<Timings> {
  const exchange = await engine.start(preparedRequest(url, { options: { verifyTls: false } }));
  await engine.finished(exchange);
  const { timings } = (await engine.exchange(exchange))!;
  assert.ok(timings);
  return timings;
}

describe('the timeline', () => {
  test('agrees with curl in every phase, and its phases add up', { skip }, async (t) => {
    // The first address is silent, the second one is tried after a moment.
    const port = await deafPort(t, '::1');
    await holdingRelay(t, await serveSlowly(t), heldMs.tls, { port });
    const names = await slowNames(t, { 'slow.test': ['::1', '127.0.0.1'] }, heldMs.dns);
    const url = `https://slow.test:${port}/`;
    const [curls, ours] = await Promise.all([
      withCurl(names, [url]),
      withWirebook(names, `GET ${url}\n`),
    ]);
    assertAgree(ours, curls);
    assertAddUp(ours);
    assert.ok(quickest(curls).tcp >= attemptDelayMs - 1);
    assert.deepEqual([ours[0]!.proxy, ours[0]!.blocked], [null, null]);
  });

  test('agrees with curl over an HTTP proxy as well', { skip }, async (t) => {
    const proxyPort = await holdingRelay(t, await startSquid(t), heldMs.proxy);
    const names = await slowNames(t, { 'proxy.test': ['127.0.0.1'] }, heldMs.dns);
    const proxy = `http://proxy.test:${proxyPort}`;
    const url = `https://127.0.0.1:${await serveSlowly(t)}/`;
    const [curls, ours] = await Promise.all([
      withCurl(names, ['--proxy', proxy, url]),
      withWirebook(names, `# @proxy ${proxy}\nGET ${url}\n`),
    ]);
    assertAgree(ours, curls);
    assertAddUp(ours);
    assertClose(Math.min(...ours.map(({ proxy: each }) => each!)), heldMs.proxy, 'proxy');
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
