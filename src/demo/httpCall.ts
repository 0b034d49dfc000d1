import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PathParams } from './pathPattern.ts';
import { RouteError } from './routeError.ts';

const bodyLimitBytes = 10_000_000;

/** One request to the demo server and its answer; the same for HTTP/1.1 and HTTP/2. */
export class HttpCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly params: PathParams;
  /** Aborted when the client has gone or the answer is complete. */
  readonly signal: AbortSignal;

  constructor(request: IncomingMessage, response: ServerResponse, url: URL, params: PathParams) {
    this.request = request;
    this.response = response;
    this.url = url;
    this.params = params;
    const aborter = new AbortController();
    this.signal = aborter.signal;
    response.once('close', () => aborter.abort());
  }

  param(name: string): string {
    return this.params[name] ?? '';
  }

  json(value: unknown, status = 200, headers: OutgoingHttpHeaders = {}): void {
    const text = `${JSON.stringify(value, null, 2)}\n`;
    this.bytes(Buffer.from(text), 'application/json; charset=utf-8', status, headers);
  }

  text(text: string, status = 200, headers: OutgoingHttpHeaders = {}): void {
    this.bytes(Buffer.from(text), 'text/plain; charset=utf-8', status, headers);
  }

  bytes(body: Buffer, contentType: string, status = 200, headers: OutgoingHttpHeaders = {}): void {
    this.response.writeHead(status, {
      'content-type': contentType,
      'content-length': body.length,
      'x-content-type-options': 'nosniff',
      ...headers,
    });
    this.response.end(body);
  }

  /** Sends chunks as they come, as fast as the client reads. */
  async stream(
    headers: OutgoingHttpHeaders,
    chunks: AsyncIterable<Buffer | string>,
  ): Promise<void> {
    this.response.writeHead(200, { 'x-content-type-options': 'nosniff', ...headers });
    if (this.request.method === 'HEAD') this.response.end();
    else await pipeline(Readable.from(chunks), this.response, { signal: this.signal });
  }

  /** The request's body; 413 above 10 MB. */
  async body(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let lengthBytes = 0;
    for await (const chunk of this.request as AsyncIterable<Buffer>) {
      lengthBytes += chunk.length;
      if (lengthBytes > bodyLimitBytes) throw new RouteError(413, 'A body may have 10 MB.');
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }
}
