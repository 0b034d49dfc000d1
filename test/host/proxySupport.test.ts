import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import type { WireEvent } from '../../src/core/wire/events.ts';
import { timelineLanes } from '../../src/console/tabs/timelineModel.ts';
import { startTestDemoServer } from '../support/demoServer.ts';
import { clickLens, finished, openFile, wirebook } from './support/extension.ts';

const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('http');

/** What VS Code's proxy support does not leave alone: every address but 127.0.0.1 and localhost. */
const host = '127.0.0.2';

/** The event without what differs from one sending to the next. */
function lasting({
  t: _t,
  exchange: _exchange,
  connection: _connection,
  ...event
}: WireEvent): unknown {
  switch (event.event) {
    case 'exchange.started':
      return { ...event, startedAt: '' };
    case 'tcp.connected':
      return { ...event, local: event.local.address };
    case 'exchange.completed':
      return {
        ...event,
        timings: Object.entries(event.timings).map(([name, ms]) => [name, ms === null]),
      };
    default:
      return event;
  }
}

/** An HTTP proxy (RFC 9110 §9.3.6) for which every name is this port of the machine. */
async function tunnelProxy(port: number): Promise<Server> {
  const proxy = createServer();
  proxy.on('connect', (_request, client) => {
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return proxy;
}

suite('The proxy support of VS Code', () => {
  let server: Server;
  suiteSetup(async () => {
    server = createServer((_request, response) => {
      // The time of day is no difference that matters.
      response.sendDate = false;
      response.end('direct');
    });
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
  });
  suiteTeardown(async () => {
    await settings().update('proxySupport', undefined, vscode.ConfigurationTarget.Global);
    server.close();
  });

  test('changes nothing about what an exchange tells, whatever it is set to', async () => {
    const { port } = server.address() as AddressInfo;
    const text = `GET http://${host}:${port}/\nConnection: close\n`;
    const document = await openFile('proxySupport.http', text);
    const told: unknown[][] = [];
    for (const value of ['off', 'on', 'override', 'fallback']) {
      await settings().update('proxySupport', value, vscode.ConfigurationTarget.Global);
      const { id, status } = await finished(await clickLens(document, 0));
      assert.equal(status, 200, value);
      const { events } = await (await wirebook()).engine!.events(id, 0, 100);
      told.push(events.map(lasting));
    }
    const [first, ...others] = told;
    assert.equal((first?.[1] as WireEvent | undefined)?.event, 'tcp.attempt');
    assert.ok(first!.length >= 6);
    for (const other of others) assert.deepEqual(other, first);
  });

  test('is heard: http.proxy, http.noProxy, http.proxyAuthorization, and off', async () => {
    const asked: (string | undefined)[] = [];
    const proxy = createServer(({ headers }, response) => {
      asked.push(headers['proxy-authorization']);
      response.end('over the proxy');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const url = `http://${host}:${(server.address() as AddressInfo).port}/`;
    const document = await openFile('proxy.http', `GET ${url}\nConnection: close\n`);
    const send = async (changes: Record<string, unknown>) => {
      for (const [name, value] of Object.entries(changes)) {
        await settings().update(name, value, vscode.ConfigurationTarget.Global);
      }
      const { id } = await finished(await clickLens(document, 0));
      const { hops, connection } = (await (await wirebook()).engine!.exchange(id))!;
      return { request: hops[0]?.request, proxy: connection?.proxy };
    };

    const over = await send({
      proxySupport: 'override',
      proxy: proxyUrl,
      proxyAuthorization: 'Basic YW5uYTpnZWhlaW0=',
    });
    assert.equal(over.proxy, proxyUrl);
    assert.equal(over.request?.target, url);
    assert.deepEqual(asked, ['Basic YW5uYTpnZWhlaW0=']);
    assert.doesNotMatch(JSON.stringify(over.request), /YW5uYTpnZWhlaW0/);
    assert.equal((await send({ noProxy: [host] })).proxy, null);
    assert.equal((await send({ noProxy: undefined })).proxy, proxyUrl);
    assert.equal((await send({ proxySupport: 'off' })).proxy, null);
    assert.equal(asked.length, 2);
    for (const name of ['proxy', 'proxyAuthorization', 'proxySupport']) {
      await settings().update(name, undefined, vscode.ConfigurationTarget.Global);
    }
    proxy.close();
  });

  test('is heard for https too: the timeline shows each step with the proxy', async () => {
    const demo = await startTestDemoServer();
    const proxy = await tunnelProxy(demo.httpsPort);
    const proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const { Global } = vscode.ConfigurationTarget;
    await settings().update('proxy', proxyUrl, Global);
    const text = '# @insecure\nGET https://behind.test/json\nConnection: close\n';
    const { id, status } = await finished(await clickLens(await openFile('tunnel.http', text), 1));
    await settings().update('proxy', undefined, Global);
    assert.equal(status, 200);
    const view = (await (await wirebook()).engine!.exchange(id))!;
    assert.equal(view.connection?.proxy, proxyUrl);
    const [{ lanes } = { lanes: [] }] = timelineLanes(view, Date.now());
    assert.deepEqual(
      lanes.filter(({ nested }) => nested).map(({ label, note, failed }) => [label, note, failed]),
      [
        [new URL(proxyUrl).host, 'connected', false],
        ['CONNECT behind.test:443', '200', false],
      ],
    );
    proxy.close();
    await demo.close();
  });
});
