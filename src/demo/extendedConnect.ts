import { randomBytes } from 'node:crypto';
import { IncomingMessage } from 'node:http';
import type { Http2ServerRequest, ServerHttp2Stream } from 'node:http2';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';

type Callback = (error?: Error | null) => void;

const HEAD_END = '\r\n\r\n';
/** What an upgrade says and an answer over HTTP/2 must not (RFC 9113 §8.2.2). */
const LEFT_OUT = new Set(['connection', 'upgrade', 'sec-websocket-accept']);

/** Whether a CONNECT over HTTP/2 asks for a WebSocket (RFC 8441 §4). */
export function asksForWebSocket({ headers }: Http2ServerRequest): boolean {
  return headers[':protocol'] === 'websocket';
}

/** The upgrade of HTTP/1.1 that says the same as an extended CONNECT. */
export function upgradeRequestOf({ headers, url }: Http2ServerRequest): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  const fields = Object.entries(headers).filter(([name]) => !name.startsWith(':'));
  request.method = 'GET';
  request.url = url;
  request.headers = {
    ...Object.fromEntries(fields),
    host: headers[':authority'],
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-key': randomBytes(16).toString('base64'),
  };
  return request;
}

/** A stream of HTTP/2 that is written to as the socket of an upgrade: its head becomes the answer to the CONNECT. */
export class UpgradeStream extends Duplex {
  readonly #stream: ServerHttp2Stream;
  #isAnswered = false;

  constructor(stream: ServerHttp2Stream) {
    super();
    this.#stream = stream;
    stream.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) stream.pause();
    });
    stream.once('end', () => this.push(null));
    stream.on('error', (error) => this.destroy(error));
    stream.once('close', () => this.destroy());
  }

  override _read(): void {
    this.#stream.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: Callback): void {
    const rest = this.#isAnswered ? chunk : this.#answer(chunk.toString());
    if (rest.length === 0) callback();
    else this.#stream.write(rest, callback);
  }

  override _final(callback: Callback): void {
    this.#stream.end(callback);
  }

  override _destroy(error: Error | null, callback: Callback): void {
    if (!this.#stream.destroyed) this.#stream.end();
    callback(error);
  }

  /** The head is written at once, and the body of a refusal with it. */
  #answer(text: string): Buffer {
    this.#isAnswered = true;
    const end = text.indexOf(HEAD_END);
    const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
    const status = Number(statusLine.split(' ')[1]);
    const fields = lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    });
    const answer = Object.fromEntries(fields.filter(([name]) => !LEFT_OUT.has(name)));
    this.#stream.respond({ ...answer, ':status': status === 101 ? 200 : status });
    return Buffer.from(text.slice(end + HEAD_END.length));
  }
}
