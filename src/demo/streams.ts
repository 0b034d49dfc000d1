import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpCall } from './httpCall.ts';
import { createQuote } from './quotes.ts';
import { boundedInteger } from './routeError.ts';

const mostBytes = 100_000_000;
const chunkBytes = 65_536;
const mostLines = 10_000;
const lineEveryMs = 100;
const eventEveryMs = 250;

/** `n` bytes that count 00 01 … ff 00 …, with a Content-Length. */
export async function answerBytes(call: HttpCall): Promise<void> {
  const lengthBytes = boundedInteger(call.param('n'), 'n', 0, mostBytes);
  const headers = { 'content-type': 'application/octet-stream', 'content-length': lengthBytes };
  await call.stream(headers, countingBytes(lengthBytes));
}

/** `n` lines, one each 100 ms, without a Content-Length: chunked on HTTP/1.1. */
export async function answerStream(call: HttpCall): Promise<void> {
  const count = boundedInteger(call.param('n'), 'n', 0, mostLines);
  await call.stream({ 'content-type': 'text/plain; charset=utf-8' }, lines(count, call.signal));
}

/** `n` JSON values, one a line, one each 100 ms (NDJSON). */
export async function answerNdjson(call: HttpCall): Promise<void> {
  const count = boundedInteger(call.param('n'), 'n', 0, mostLines);
  await call.stream({ 'content-type': 'application/x-ndjson' }, quotes(count, call.signal));
}

/** An endless event stream, or `?count=` events; goes on after `Last-Event-ID` (WHATWG HTML §9.2). */
export async function answerServerSentEvents(call: HttpCall): Promise<void> {
  const lastId = Number(call.request.headers['last-event-id'] ?? 0);
  const first = Number.isSafeInteger(lastId) && lastId >= 0 ? lastId + 1 : 1;
  const count = call.url.searchParams.get('count');
  const last = count === null ? Infinity : first - 1 + boundedInteger(count, 'count', 0, mostLines);
  const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };
  await call.stream(headers, events(first, last, call.signal));
}

async function* countingBytes(lengthBytes: number): AsyncGenerator<Buffer> {
  const chunk = Buffer.from(Array.from({ length: chunkBytes }, (_, index) => index % 256));
  for (let sent = 0; sent < lengthBytes; sent += chunkBytes) {
    yield chunk.subarray(0, Math.min(chunkBytes, lengthBytes - sent));
  }
}

async function* lines(count: number, signal: AbortSignal): AsyncGenerator<string> {
  for (let line = 1; line <= count; line += 1) {
    if (line > 1) await sleep(lineEveryMs, undefined, { signal });
    yield `line ${line} of ${count} · 第 ${line} 行\n`;
  }
}

async function* quotes(count: number, signal: AbortSignal): AsyncGenerator<string> {
  for (let id = 1; id <= count; id += 1) {
    if (id > 1) await sleep(lineEveryMs, undefined, { signal });
    yield `${JSON.stringify(createQuote(id))}\n`;
  }
}

async function* events(first: number, last: number, signal: AbortSignal): AsyncGenerator<string> {
  yield 'retry: 2000\nevent: hello\ndata: 你好，浏览器！\ndata: The stream has begun.\n\n';
  for (let id = first; id <= last; id += 1) {
    await sleep(eventEveryMs, undefined, { signal });
    yield `id: ${id}\nevent: quote\ndata: ${JSON.stringify(createQuote(id))}\n\n`;
  }
}
