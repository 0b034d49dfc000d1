import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { defaultRequestOptions } from '../src/core/runner/prepareContext.ts';
import type { PreparedRequest } from '../src/core/runner/preparedRequest.ts';
import { LocalEngine } from '../src/engine/localEngine.ts';
import { median, printTable, rounded } from './report.ts';
import type { Figures } from './report.ts';

const messageBytes = 100;
const roundCount = 5;
const opcodes = { text: 1, binary: 2 } as const;

interface Round {
  engine: number;
  ws: number;
}

/**
 * `npm run bench -- capture [MESSAGES]`: messages per second that are received and fully recorded through the engine ÷
 * the same stream into a bare `ws` client with an empty handler, for text and for binary messages. `ratio` is the lower
 * one of the two.
 */
export async function run([messages = '2000000']: string[]): Promise<Figures> {
  const count = Number(messages);
  const server = spawn(
    process.execPath,
    [fileURLToPath(new URL('floodServer.ts', import.meta.url))],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    const [port] = (await once(server.stdout, 'data')) as [Buffer];
    const url = `ws://127.0.0.1:${port.toString().trim()}/?size=${messageBytes}&count=${count}`;
    const binary = await compare(`${url}&opcode=${opcodes.binary}`, count);
    const text = await compare(`${url}&opcode=${opcodes.text}`, count);
    print({ binary, text });
    const [textRatio, binaryRatio] = [ratioOf(text), ratioOf(binary)];
    return {
      ratio: Math.min(textRatio, binaryRatio),
      textRatio,
      binaryRatio,
      messages: count,
      messageBytes,
      engineTextMessagesPerSecond: Math.round(median(text.map(({ engine }) => engine))),
      wsTextMessagesPerSecond: Math.round(median(text.map(({ ws }) => ws))),
      engineBinaryMessagesPerSecond: Math.round(median(binary.map(({ engine }) => engine))),
      wsBinaryMessagesPerSecond: Math.round(median(binary.map(({ ws }) => ws))),
    };
  } finally {
    server.kill();
  }
}

/** Both sides in turns, so that a busy machine slows both; the first pair only warms up. */
async function compare(url: string, count: number): Promise<Round[]> {
  const rounds: Round[] = [];
  while (rounds.length <= roundCount) {
    const ws = await rate(count, () => receiveWithWs(url));
    rounds.push({ ws, engine: await rate(count, () => receiveWithEngine(url, count)) });
  }
  return rounds.slice(1);
}

async function rate(count: number, receive: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await receive();
  return count / ((performance.now() - start) / 1000);
}

async function receiveWithWs(url: string): Promise<void> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  socket.on('message', () => undefined);
  const [code] = (await once(socket, 'close')) as [number];
  if (code !== 1000) throw new Error(`ws was closed with ${code}.`);
}

async function receiveWithEngine(url: string, count: number): Promise<void> {
  const engine = new LocalEngine();
  const { counts, failure } = await engine.finished(await engine.start(prepare(url)));
  await engine.dispose();
  if (failure !== null) throw new Error(failure.message);
  if (counts.messagesIn !== count) throw new Error(`${counts.messagesIn} of ${count} messages.`);
}

function ratioOf(rounds: Round[]): number {
  return rounded(median(rounds.map(({ engine, ws }) => engine / ws)));
}

function print(kinds: Record<string, Round[]>): void {
  printTable(
    [`${messageBytes}-byte messages`, 'engine, messages/s', 'ws, messages/s', 'ratio'],
    Object.entries(kinds).flatMap(([kind, rounds]) =>
      rounds.map(({ engine, ws }, index) => [
        `${kind}, round ${index + 1}`,
        Math.round(engine),
        Math.round(ws),
        engine / ws,
      ]),
    ),
  );
}

function prepare(url: string): PreparedRequest {
  return {
    kind: 'websocket',
    method: 'WEBSOCKET',
    url,
    headers: [],
    body: [],
    steps: [],
    secrets: [],
    file: 'bench.ws',
    line: 1,
    name: 'flood',
    options: { ...defaultRequestOptions, deflate: false },
  };
}
