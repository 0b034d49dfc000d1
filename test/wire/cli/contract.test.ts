import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WireEvent, WireEventName } from '../../../src/core/wire/events.ts';
import { CliFolder, eventsOf } from '../../support/cli.ts';
import { startTestDemoServer } from '../../support/demoServer.ts';
import { closedPort, serveHttp } from '../../support/httpServers.ts';
import { proxiesAreMissing, startSquid } from '../../support/proxies.ts';

/** What version 1 of the command line's contract promises of each event; more may come, none of it may go. */
const promised = {
  'exchange.started': 'kind name file line method url startedAt',
  'dns.started': 'host',
  'dns.resolved': 'addresses',
  'tcp.attempt': 'remote family',
  'tcp.failed': 'remote family code',
  'tcp.connected': 'local remote',
  'proxy.connect': 'proxy target',
  'proxy.connected': 'status',
  'tls.started': 'sni',
  'tls.clientHello': 'versions ciphers groups alpn',
  'tls.serverHello': 'version cipher group',
  'tls.certificate': 'chain',
  'tls.established': 'version cipher group alpn resumed authorized',
  'tls.failed': 'code reason',
  'connection.reused': 'connection requestsBefore local remote',
  'http.request': 'method target httpVersion headers bodyLength',
  'http.informational': 'status headers',
  'http.response': 'httpVersion status reason headers',
  'http.body': 'received encoding',
  'http.redirect': 'from to status',
  'sse.event': 'id type data',
  'ws.handshake': 'key accept acceptExpected acceptOk protocol extensions status headers',
  'ws.frame': 'dir fin rsv opcode opcodeName masked length wireLength valid',
  'ws.message': 'dir type bytes wireBytes fragments compressed',
  'ws.ping': 'dir bytes base64',
  'ws.pong': 'dir bytes base64',
  'ws.close': 'dir code codeName reason clean',
  'raw.data': 'dir bytes base64',
  expect: 'line text passed actual',
  'exchange.failed': 'code phase message hint cause',
  'exchange.completed': 'outcome timings bytes',
} satisfies Partial<Record<WireEventName, string>>;
const timings = ['blocked', 'dns', 'proxy', 'receive', 'send', 'tcp', 'tls', 'total', 'wait'];

function missing(event: WireEvent): string[] {
  const always = ['v', 't', 'exchange'];
  const own =
    Object.entries(promised)
      .find(([name]) => name === event.event)?.[1]
      .split(' ') ?? [];
  return [...always, ...own]
    .filter((name) => !(name in event))
    .map((name) => `${event.event} ${name}`);
}

test('every event carries what version 1 promises', { skip: proxiesAreMissing }, async (t) => {
  const demo = await startTestDemoServer();
  t.after(() => demo.close());
  const hinting = await serveHttp(t, (_request, response) => {
    response.writeEarlyHints({ link: '</a>; rel=preload' });
    response.end();
  });
  const { http, https, ws, tcp } = demo.urls;
  const requests = [
    `GET ${http}/json`,
    `GET ${http}/redirect/2`,
    `GET http://127.0.0.1:${hinting.port}/`,
    `GET ${https}/json`,
    `# @timeout 3 s\nSSE ${http}/sse`,
    `WS ${ws}/echo\n\nhi\n=== expect text == "hi"\n=== ping x\n=== expect pong\n=== close`,
    `TCP ${tcp.replace('tcp://', '')}\n\nhi\n=== expect text == "hi"\n=== close`,
    `# @proxy http://127.0.0.1:${await startSquid(t)}\n# @insecure\nGET https://127.0.0.1:${new URL(https).port}/json`,
    `GET http://127.0.0.1:${await closedPort()}/`,
    `# @http-version 1.1\nGET https://127.0.0.1:${new URL(http).port}/`,
  ];
  await using folder = await CliFolder.with({
    'a.http': requests.join('\n\n###\n'),
    'ca.pem': demo.caPem,
  });
  const args = ['run', 'a.http', '--all', '--ca', 'ca.pem', '--output', 'json'];
  const events = eventsOf(await folder.run(...args));
  const seen = new Set<string>(events.map(({ event }) => event));
  assert.deepEqual(
    Object.keys(promised).filter((name) => !seen.has(name)),
    [],
  );
  assert.deepEqual(events.flatMap(missing), []);
  for (const event of events) {
    if (event.event === 'exchange.completed')
      assert.deepEqual(Object.keys(event.timings).toSorted(), timings);
  }
});
