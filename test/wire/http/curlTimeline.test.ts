import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import type { ServerResponse } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Timings } from '../../../src/core/wire/wireFacts.ts';
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
const batches = 12;
/** Requests before the measured ones, so that these find compiled code as curl's do. */
const warmUps = 30;
/** What names and servers do dominates: all else is small against it, also on a busy machine. */
const heldMs = { dns: 150, proxy: 200, tls: 200, wait: 300, body: 200 };
/** When the second address is tried as well, as with us. */
const attemptDelayMs = 250;

/** Milliseconds from the beginning, as `curl -w` names them; a proxy is between `connect` and `appconnect`. */
const marks = ['namelookup', 'connect', 'appconnect', 'starttransfer', 'total'] as const;
type Marks = Record<(typeof marks)[number], number>;

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

function marksBy(read: (name: keyof Marks) => number): Marks {
  return Object.fromEntries(marks.map((name) => [name, read(name)])) as Marks;
}

async function curlOnce(environment: Record<string, string>, args: string[]): Promise<Marks> {
  const delay = ['--happy-eyeballs-timeout-ms', String(attemptDelayMs)];
  const { stdout } = await promisify(execFile)(
    'curl',
    ['-sk', '--http1.1', ...delay, '-o', '/dev/null', '-w', '%{json}', ...args],
    { env: { ...process.env, ...environment } },
  );
  const seconds = JSON.parse(stdout) as Record<string, number>;
  return marksBy((name) => seconds[`time_${name}`]! * 1000);
}

async function withCurl(environment: Record<string, string>, args: string[]): Promise<Marks[]> {
  const measured: Marks[] = [];
  for (let round = 0; round < rounds; round++) measured.push(await curlOnce(environment, args));
  return measured;
}

/** Sends the request once a round, each time on a new connection. */
async function withWirebook(environment: Record<string, string>, text: string): Promise<Timings[]> {
  const quick = createHttpServer((_request, response) => response.end());
  await new Promise<void>((resolve) => quick.listen(0, '127.0.0.1', resolve));
  const { port } = quick.address() as AddressInfo;
  const warmUp = `GET http://127.0.0.1:${port}/\nConnection: close\n`;
  const requests = [...Array(warmUps).fill(warmUp), ...Array(rounds).fill(text)];
  await using folder = await CliFolder.with({ 'a.http': requests.join('\n###\n') });
  const args = ['run', 'a.http', '--all', '--insecure', '--output', 'json'];
  const result = await folder.runWith(environment, ...args);
  quick.close();
  assert.equal(result.exitCode, 0, result.stderr);
  const timings = eventsOf(result).flatMap((event) =>
    event.event === 'exchange.completed' ? [event.timings] : [],
  );
  assert.equal(timings.length, requests.length);
  return timings.slice(warmUps);
}

function marksOf({ dns, tcp, proxy, tls, send, wait, total }: Timings): Marks {
  const namelookup = dns!;
  const connect = namelookup + tcp!;
  const appconnect = connect + (proxy ?? 0) + tls!;
  return { namelookup, connect, appconnect, starttransfer: appconnect + send! + wait!, total };
}

/** Of several rounds the earliest of each mark: what a busy machine does makes it later, never earlier. */
function earliest(measured: readonly Marks[]): Marks {
  return marksBy((name) => Math.min(...measured.map((each) => each[name])));
}

/** What is not within 1 ms or 5 %; empty where it is. */
function difference(actual: number, expected: number, what: string): string[] {
  const bound = Math.max(1, expected * 0.05);
  if (Math.abs(actual - expected) <= bound) return [];
  return [`${what}: ${actual} ms, not ${expected} ms`];
}

/** Where the two disagree: in a phase (from one mark to the next), or in the total. */
function disagreements(ours: readonly Timings[], curls: readonly Marks[]): string[] {
  const actual = earliest(ours.map(marksOf));
  const expected = earliest(curls);
  const phases = marks.flatMap((name, index) => {
    const since = (of: Marks): number => of[name] - (index === 0 ? 0 : of[marks[index - 1]!]);
    return difference(since(actual), since(expected), `up to ${name}`);
  });
  return [...phases, ...difference(actual.total, expected.total, 'total'), ...remainders(ours)];
}

/** No phase is counted twice, and nothing long is between them. */
function remainders(timings: readonly Timings[]): string[] {
  const sums = timings.map(({ total, ...phases }) => {
    const sum = Object.values(phases).reduce<number>((before, each) => before + (each ?? 0), 0);
    assert.ok(sum <= total + 0.01, `the phases are ${sum} ms, the total ${total} ms`);
    return sum;
  });
  const totals = timings.map(({ total }) => total);
  return difference(Math.min(...sums), Math.min(...totals), 'all phases together');
}

/** Measures both at the same time: the busier the machine, the more rounds it takes until the earliest marks are true. */
async function assertAgree(
  environment: Record<string, string>,
  curlArguments: string[],
  request: string,
): Promise<{ ours: Timings[]; curl: Marks }> {
  const ours: Timings[] = [];
  const curls: Marks[] = [];
  for (let batch = 0; batch < batches; batch++) {
    const [curlMarks, timings] = await Promise.all([
      withCurl(environment, curlArguments),
      withWirebook(environment, request),
    ]);
    curls.push(...curlMarks);
    ours.push(...timings);
    if (disagreements(ours, curls).length === 0) break;
  }
  assert.deepEqual(disagreements(ours, curls), []);
  return { ours, curl: earliest(curls) };
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
    const { ours, curl } = await assertAgree(names, [url], `GET ${url}\n`);
    assert.ok(curl.connect - curl.namelookup >= attemptDelayMs - 1);
    assert.deepEqual([ours[0]!.proxy, ours[0]!.blocked], [null, null]);
  });

  test('agrees with curl over an HTTP proxy as well', { skip }, async (t) => {
    const proxyPort = await holdingRelay(t, await startSquid(t), heldMs.proxy);
    const names = await slowNames(t, { 'proxy.test': ['127.0.0.1'] }, heldMs.dns);
    const proxy = `http://proxy.test:${proxyPort}`;
    const url = `https://127.0.0.1:${await serveSlowly(t)}/`;
    const request = `# @proxy ${proxy}\nGET ${url}\n`;
    const { ours } = await assertAgree(names, ['--proxy', proxy, url], request);
    const proxyMs = Math.min(...ours.map((timings) => timings.proxy!));
    assert.deepEqual(difference(proxyMs, heldMs.proxy, 'proxy'), []);
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
