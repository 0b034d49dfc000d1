import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import type { RecordingSettings } from '../../../src/core/recording/recording.ts';
import { Recording } from '../../../src/core/recording/recording.ts';
import { Runner } from '../../../src/core/runner/runner.ts';
import type { WireEvent } from '../../../src/core/wire/events.ts';
import { preparedRequest } from '../../support/httpRun.ts';
import type { RequestWishes } from '../../support/httpRun.ts';
import { serveHttp } from '../../support/httpServers.ts';
import { webSocketServer } from '../../support/wsServers.ts';

/** A request with a script below it, and what came of both so far. */
class ScriptedExchange {
  readonly #recording: Recording;
  readonly #runner: Runner;
  #exchange = 0;

  constructor(t: TestContext, settings?: RecordingSettings) {
    this.#recording = new Recording(settings);
    this.#runner = new Runner(this.#recording);
    t.after(() => this.#runner.dispose());
  }

  start(url: string, code: string, wishes: RequestWishes = {}): void {
    const script = { kind: 'script' as const, file: 'a.http', line: 5, code };
    const values = { environment: {}, fileVariables: {}, variables: {}, templateValues: [] };
    const written = { url, headers: [], body: '' };
    const conclusion = { steps: [script], iteration: 0, written, ...values };
    this.#exchange = this.#runner.start(preparedRequest(url, { conclusion, ...wishes }));
  }

  get finished(): Promise<void> {
    return this.#runner.finished(this.#exchange);
  }

  cancel(): void {
    this.#runner.cancel(this.#exchange);
  }

  get events(): WireEvent[] {
    return this.#recording.events(this.#exchange, 0, 1_000_000).events;
  }

  get logs(): string[] {
    return this.#recording.exchange(this.#exchange)?.logs ?? [];
  }

  /** Waits until the script has logged something. */
  async logged(text: string): Promise<void> {
    while (!this.logs.includes(text)) await sleep(5);
  }

  get outcome(): string | undefined {
    return this.events.find((event) => event.event === 'exchange.completed')?.outcome;
  }

  get failure(): string | undefined {
    return this.events.find((event) => event.event === 'exchange.failed')?.code;
  }
}

const logEach = `response.body.onEachMessage((m) => client.log(m), () => client.log('end'))`;

function beginEvents(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders();
}

describe('a script that listens to a stream', { timeout: 60_000 }, () => {
  test('tells what came of an event before the server sends the next one', async (t) => {
    const exchange = new ScriptedExchange(t);
    const server = await serveHttp(t, async (_request, response) => {
      beginEvents(response);
      for (const text of ['one', '二', 'three']) {
        response.write(`data: ${text}\n\n`);
        await exchange.logged(text);
      }
      response.end();
    });
    exchange.start(`http://127.0.0.1:${server.port}/`, logEach, { kind: 'sse' });
    await exchange.finished;
    assert.deepEqual(exchange.logs, ['one', '二', 'three', 'end']);
    assert.equal(exchange.outcome, 'ok');
  });

  test('tells what came of a message before the server sends the next one', async (t) => {
    const exchange = new ScriptedExchange(t);
    const texts = ['one', '二'.repeat(70_000), 'three'];
    const sendEach = async (socket: WebSocket): Promise<void> => {
      for (const text of texts) {
        socket.send(text);
        await exchange.logged(`${text.length}`);
      }
      socket.close(1000);
    };
    const url = await webSocketServer(t, (socket) => void sendEach(socket));
    exchange.start(url, `response.body.onEachMessage((m) => client.log(m.length))`, {
      kind: 'websocket',
    });
    await exchange.finished;
    assert.deepEqual(exchange.logs, ['3', '70000', '5']);
    assert.equal(exchange.outcome, 'ok');
  });

  test('is handed the lines of NDJSON whole, however they are cut', async (t) => {
    const exchange = new ScriptedExchange(t);
    const server = await serveHttp(t, async (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
      for (const byte of Buffer.from('{"n":"茶"}\r\n\n{"n":2}\n{"n":3}')) {
        response.write(Buffer.of(byte));
        await sleep(1);
      }
      response.end();
    });
    exchange.start(
      `http://127.0.0.1:${server.port}/`,
      `response.body.onEachLine((line) => client.log(JSON.parse(line).n))`,
    );
    await exchange.finished;
    assert.deepEqual(exchange.logs, ['茶', '2', '3']);
  });

  test('sees what came of a stream that breaks off, and the failure is that of the wire', async (t) => {
    const exchange = new ScriptedExchange(t);
    const server = await serveHttp(t, (_request, response) => {
      beginEvents(response);
      response.write('data: one\n\n', () => response.destroy());
    });
    exchange.start(`http://127.0.0.1:${server.port}/`, logEach);
    await exchange.finished;
    assert.deepEqual(exchange.logs, ['one', 'end']);
    assert.match(exchange.failure ?? '', /^WB_(?:HTTP|CONNECTION)_/);
  });

  test('says at once what was wrong with it, while the stream goes on', async (t) => {
    const exchange = new ScriptedExchange(t);
    const sentence = `The script in a.http stopped at line 6: TypeError: cannot read property 'there' of undefined`;
    const server = await serveHttp(t, async (_request, response) => {
      beginEvents(response);
      response.write('data: one\n\n');
      await exchange.logged(sentence);
      response.end('data: two\n\n');
    });
    exchange.start(
      `http://127.0.0.1:${server.port}/`,
      `response.body.onEachMessage((m) => {\n  m.nothing.there; });`,
    );
    await exchange.finished;
    assert.deepEqual(exchange.logs, [sentence]);
    assert.equal(exchange.failure, 'WB_SCRIPT_FAILED');
    assert.ok(exchange.events.some((event) => event.event === 'sse.event' && event.data === 'two'));
  });

  test('that is slow loses nothing silently when the recording is full', async (t) => {
    const exchange = new ScriptedExchange(t, { recordingLimitBytes: 0, showSecrets: false });
    const text = 'x'.repeat(100_000);
    const count = 300;
    const url = await webSocketServer(t, (socket) => {
      for (let sent = 0; sent < count; sent++) socket.send(text);
      socket.close(1000);
    });
    exchange.start(
      url,
      `let seen = 0;
       response.body.onEachMessage(() => {
         const end = Date.now() + 5; while (Date.now() < end);
         seen++;
       }, () => client.log('seen ' + seen))`,
      { kind: 'websocket' },
    );
    await exchange.finished;
    const numbers = exchange.logs.map((log) => Number(/\d+/.exec(log)?.[0]));
    assert.ok(exchange.logs.length > 1, 'some were lost');
    assert.equal(
      numbers.reduce((sum, number) => sum + number),
      count,
    );
  });
});

describe('cancelling', { timeout: 60_000 }, () => {
  test('a stream ends its script, in the midst of a part', async (t) => {
    const exchange = new ScriptedExchange(t);
    const server = await serveHttp(t, (_request, response) => {
      beginEvents(response);
      response.write('data: one\n\ndata: two\n\n');
    });
    exchange.start(
      `http://127.0.0.1:${server.port}/`,
      `client.log('begun'); response.body.onEachMessage(() => { while (true); })`,
    );
    await exchange.logged('begun');
    exchange.cancel();
    await exchange.finished;
    assert.equal(exchange.outcome, 'cancelled');
    assert.deepEqual(exchange.logs, ['begun']);
  });

  test('ends what scripts still do when the answer has come', async (t) => {
    const exchange = new ScriptedExchange(t);
    const server = await serveHttp(t, (_request, response) => response.end('all of it'));
    exchange.start(`http://127.0.0.1:${server.port}/`, `while (true);`);
    while (!exchange.events.some((event) => event.event === 'http.body')) await sleep(5);
    await sleep(50);
    exchange.cancel();
    await exchange.finished;
    assert.equal(exchange.outcome, 'cancelled');
  });

  test('an open WebSocket closes it, and the script sees its end', async (t) => {
    const exchange = new ScriptedExchange(t);
    const url = await webSocketServer(t, (socket) => socket.send('one'));
    exchange.start(url, logEach, { kind: 'websocket' });
    await exchange.logged('one');
    exchange.cancel();
    await exchange.finished;
    assert.deepEqual(exchange.logs, ['one', 'end']);
  });
});
