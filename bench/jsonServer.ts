import { createServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { parentPort } from 'node:worker_threads';
import { makeSelfSigned } from '../test/support/tlsCertificates.ts';

/** Where the worker listens, one URL a way to speak HTTP. */
export interface JsonServerUrls {
  http1: string;
  https: string;
  http2: string;
}

const body = Buffer.from(JSON.stringify({ greeting: '你好，世界！', filler: 'x'.repeat(1000) }));
const headers = { 'content-type': 'application/json', 'content-length': body.length };

interface Answer {
  writeHead(status: number, fields: typeof headers): unknown;
  end(content: Buffer): unknown;
}

function answer(_request: unknown, response: Answer): void {
  response.writeHead(200, headers);
  response.end(body);
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Worker: gives every request the same small JSON at once; says its URLs, runs until terminated. */
async function main(): Promise<void> {
  const identity = await makeSelfSigned();
  const keepAliveTimeout = 0;
  const plain = await portOf(createServer({ keepAliveTimeout }, answer));
  const secure = await portOf(createHttpsServer({ ...identity, keepAliveTimeout }, answer));
  const http2 = await portOf(createSecureServer({ ...identity, noDelay: true }, answer));
  const urls: JsonServerUrls = {
    http1: `http://127.0.0.1:${plain}`,
    https: `https://127.0.0.1:${secure}`,
    http2: `https://127.0.0.1:${http2}`,
  };
  parentPort?.postMessage(urls);
}

void main();
