import type { Recording } from '../../../src/core/recording/recording.ts';
import type { PreparedRequest } from '../../../src/core/runner/preparedRequest.ts';
import type { HeaderField } from '../../../src/core/wire/wireFacts.ts';
import type { ConnectionSink, ExchangeSink } from '../../../src/core/wire/sink.ts';

/** One request of a hop, as it goes over HTTP/1.1. */
export interface HttpHop {
  target: string;
  requestHeaders?: HeaderField[];
  requestBody?: string;
  status?: number;
  responseHeaders?: HeaderField[];
  responseBody?: string;
}

/** Writes HTTP/1.1 exchanges into a recording as the wire does. */
export class HttpWriter {
  readonly exchange: ExchangeSink;
  readonly connection: ConnectionSink;

  constructor(recording: Recording, request: PreparedRequest) {
    this.exchange = recording.begin(request);
    this.connection = recording.openConnection();
    this.connection.opened({
      origin: 'http://127.0.0.1:8080',
      local: { address: '127.0.0.1', port: 50_000 },
      remote: { address: '127.0.0.1', port: 8080 },
      tls: null,
      proxy: null,
    });
  }

  /** Sends the request and answers it; `chunkBytes` cuts what passes the tap. */
  hop(hop: HttpHop, chunkBytes = 1000): void {
    const { target, requestHeaders = [], requestBody = '' } = hop;
    const { status = 200, responseHeaders = [], responseBody = '' } = hop;
    const { exchange, connection } = this;
    const reason = status === 200 ? 'OK' : 'Found';
    exchange.useConnection(connection.id);
    exchange.phase('send', 'start');
    const bodyLength = Buffer.byteLength(requestBody);
    const request = { method: 'GET', target, httpVersion: '1.1', headers: requestHeaders };
    exchange.emit({ event: 'http.request', ...request, bodyLength }, connection.id);
    this.#bytes('out', head(`GET ${target} HTTP/1.1`, requestHeaders) + requestBody, chunkBytes);
    exchange.phase('send', 'end');
    exchange.phase('wait', 'start');
    this.#bytes('in', head(`HTTP/1.1 ${status} ${reason}`, responseHeaders), chunkBytes);
    exchange.phase('wait', 'end');
    const response = { httpVersion: '1.1', status, reason, headers: responseHeaders };
    exchange.emit({ event: 'http.response', ...response }, connection.id);
    exchange.phase('receive', 'start');
    const offset = this.#bytes('in', responseBody, chunkBytes);
    exchange.bodyChunk(Buffer.from(responseBody), Buffer.byteLength(responseBody), offset);
    exchange.phase('receive', 'end');
    exchange.bodyEnd('identity');
  }

  /** Answers where the bytes begin in the log; `null` where there are none. */
  #bytes(direction: 'out' | 'in', text: string, chunkBytes: number): number | null {
    const bytes = Buffer.from(text);
    let first: number | null = null;
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      const offset = this.connection.bytes(direction, bytes.subarray(at, at + chunkBytes));
      first ??= offset;
    }
    return first;
  }
}

function head(startLine: string, headers: HeaderField[]): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return [startLine, ...lines, '', ''].join('\r\n');
}
