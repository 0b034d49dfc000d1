import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket, type ClientOptions } from 'ws';
import { startTestDemoServer, type TestDemoServer } from '../../support/demoServer.ts';

describe('demo server over WebSocket', () => {
  let server: TestDemoServer;
  before(async () => {
    server = await startTestDemoServer();
  });
  after(() => server.close());

  const connect = (path: string, protocols: string[] = [], options?: ClientOptions): Client =>
    new Client(new WebSocket(`${server.urls.ws}${path}`, protocols, options));

  for (const path of ['/', '/echo', '/ws']) {
    test(`${path} sends back text as text and binary as binary`, async () => {
      const client = connect(path);
      await once(client.webSocket, 'open');
      client.webSocket.send('你好，服务器！');
      client.webSocket.send(Buffer.from([0, 255]));
      assert.deepEqual(await client.next(), {
        data: Buffer.from('你好，服务器！'),
        isBinary: false,
      });
      assert.deepEqual(await client.next(), { data: Buffer.from([0, 255]), isBinary: true });
      await client.close();
    });
  }

  test('agrees to permessage-deflate when offered, and does without', async () => {
    const compressed = connect('/');
    await once(compressed.webSocket, 'open');
    assert.match(compressed.webSocket.extensions, /^permessage-deflate/);
    const plain = connect('/', [], { perMessageDeflate: false });
    await once(plain.webSocket, 'open');
    assert.equal(plain.webSocket.extensions, '');
    compressed.webSocket.send('茶'.repeat(1000));
    assert.equal((await compressed.next()).data.toString(), '茶'.repeat(1000));
    await Promise.all([compressed.close(), plain.close()]);
  });

  test('closes with 1009 on a message above 10 MB', async () => {
    const client = connect('/echo', [], { perMessageDeflate: false });
    await once(client.webSocket, 'open');
    client.webSocket.send(Buffer.alloc(10_000_001));
    const [code] = (await once(client.webSocket, 'close')) as [number];
    assert.equal(code, 1009);
  });

  test('/ticker pushes quotes, narrowed by a subscription', async () => {
    const client = connect('/ticker');
    const first = await client.nextJson();
    assert.equal(first['type'], 'tick');
    client.webSocket.send('{"subscribe":"AAPL"}');
    let message = await client.nextJson();
    while (message['type'] !== 'ok') message = await client.nextJson();
    for (let quotes = 0; quotes < 3; quotes += 1) {
      const quote = await client.nextJson();
      assert.equal(quote['symbol'], 'AAPL');
      assert.equal(quote['venue'], '纳斯达克');
    }
    await client.close();
  });

  test('/ticker says what it understands', async () => {
    const client = connect('/ticker');
    await once(client.webSocket, 'open');
    client.webSocket.send('hello');
    let message = await client.nextJson();
    while (message['type'] !== 'error') message = await client.nextJson();
    assert.ok(JSON.stringify(message).includes('AAPL'));
    await client.close();
  });

  test('/chat carries a text to everyone', async () => {
    const [one, other] = [connect('/chat'), connect('/chat')];
    await Promise.all([once(one.webSocket, 'open'), once(other.webSocket, 'open')]);
    one.webSocket.send('大家好');
    for (const client of [one, other]) {
      let message = await client.nextJson();
      while (message['type'] !== 'said') message = await client.nextJson();
      assert.equal(message['text'], '大家好');
    }
    await one.close();
    let message = await other.nextJson();
    while (message['type'] !== 'left') message = await other.nextJson();
    assert.equal(message['members'], 1);
    await other.close();
  });

  test('/flood sends as many messages of as many bytes as asked and closes', async () => {
    const client = connect('/flood?count=20000&size=64');
    await once(client.webSocket, 'close');
    const messages = client.taken();
    assert.equal(messages.length, 20_000);
    assert.ok(messages.every(({ data }) => data.length === 64));
    assert.match(messages.at(-1)?.data.toString() ?? '', /^#20000 /);
  });

  test('/flood waits for a client that does not read', async () => {
    const { rss } = process.memoryUsage();
    const client = connect('/flood?count=5000&size=100000');
    client.webSocket.once('open', () => client.webSocket.pause());
    await once(client.webSocket, 'open');
    for (let turn = 0; turn < 20; turn += 1) await sleep(10);
    assert.ok(process.memoryUsage().rss - rss < 100_000_000);
    client.webSocket.terminate();
  });

  test('/fragments sends one message in three frames with a ping between', async () => {
    const client = connect('/fragments', [], { perMessageDeflate: false });
    const order: string[] = [];
    client.webSocket.on('ping', (data: Buffer) => order.push(`ping ${data.toString()}`));
    client.webSocket.on('message', () => order.push('message'));
    const { data } = await client.next();
    assert.match(data.toString(), /^一条消息，三个分片/);
    assert.deepEqual(order, ['ping between', 'message']);
    await client.close();
  });

  for (const code of [1000, 1001, 1011, 3000, 4999]) {
    test(`/close/${code} closes so`, async () => {
      const client = connect(`/close/${code}`);
      const [received, reason] = (await once(client.webSocket, 'close')) as [number, Buffer];
      assert.deepEqual([received, reason.toString()], [code, '再见']);
    });
  }

  test('/close/1005 sends even a code that must not be sent', async () => {
    const client = connect('/close/1005');
    const [error] = (await once(client.webSocket, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'WS_ERR_INVALID_CLOSE_CODE');
  });

  test('/close/x says that this is no code', async () => {
    const [code] = (await once(connect('/close/x').webSocket, 'close')) as [number];
    assert.equal(code, 1008);
  });

  test('/refuse answers with the status and a body in place of 101', async () => {
    for (const status of [200, 401, 503]) {
      const response = await connect(`/refuse/${status}`).refused();
      assert.equal(response.statusCode, status);
      assert.match(await text(response), /服务器拒绝了升级/);
    }
    assert.equal((await connect('/refuse/99').refused()).statusCode, 400);
  });

  test('/bad-accept fails the handshake of a client that checks', async () => {
    const client = connect('/bad-accept');
    const [error] = (await once(client.webSocket, 'error')) as [Error];
    assert.match(error.message, /Sec-WebSocket-Accept/);
  });

  test('/subprotocol takes the first offered, or none', async () => {
    const agreed = connect('/subprotocol', ['chat.v2', 'chat.v1']);
    assert.deepEqual(await agreed.nextJson(), { protocol: 'chat.v2' });
    assert.equal(agreed.webSocket.protocol, 'chat.v2');
    const none = connect('/subprotocol');
    assert.deepEqual(await none.nextJson(), { protocol: null });
    await Promise.all([agreed.close(), none.close()]);
  });

  test('a path without a WebSocket is refused with 404', async () => {
    const response = await connect('/json').refused();
    assert.equal(response.statusCode, 404);
    assert.match(await text(response), /\/ticker/);
  });
});

interface Message {
  data: Buffer;
  isBinary: boolean;
}

/** Keeps what came until a test asks for it. */
class Client {
  readonly webSocket: WebSocket;
  readonly #messages: Message[] = [];

  constructor(webSocket: WebSocket) {
    this.webSocket = webSocket;
    webSocket.on('message', (data: Buffer, isBinary) => this.#messages.push({ data, isBinary }));
  }

  async next(): Promise<Message> {
    if (this.#messages.length === 0) await once(this.webSocket, 'message');
    const message = this.#messages.shift();
    assert.ok(message);
    return message;
  }

  async nextJson(): Promise<Record<string, unknown>> {
    return JSON.parse((await this.next()).data.toString()) as Record<string, unknown>;
  }

  taken(): Message[] {
    return this.#messages.splice(0);
  }

  async refused(): Promise<IncomingMessage> {
    const [, response] = (await once(this.webSocket, 'unexpected-response')) as [
      unknown,
      IncomingMessage,
    ];
    return response;
  }

  async close(): Promise<void> {
    this.webSocket.close();
    await once(this.webSocket, 'close');
  }
}
