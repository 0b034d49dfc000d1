import type { WireEventBody } from '../events.ts';
import type { ConnectionSink } from '../sink.ts';
import { excerpt } from './excerpt.ts';
import type { ServerHello } from './hello.ts';
import { readClientHello, readServerHello } from './hello.ts';
import { alertName } from './helloNames.ts';
import { RecordReader } from './recordReader.ts';
import type { TapObserver } from './tap.ts';

const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;

/** Watches the ciphertext tap: counts its bytes and reads both hellos, or what came in their place. */
export class HelloWatch implements TapObserver {
  /** The server's choice, once it came. */
  serverHello: ServerHello | null = null;
  /** Name of the alert that the server sent before encryption began. */
  alert: string | null = null;
  /** First line of an answer that is no TLS. */
  notTls: string | null = null;
  readonly #connection: ConnectionSink;
  readonly #emit: (event: WireEventBody) => void;
  readonly #fromClient: RecordReader;
  readonly #fromServer: RecordReader;

  constructor(connection: ConnectionSink, emit: (event: WireEventBody) => void) {
    this.#connection = connection;
    this.#emit = emit;
    this.#fromClient = new RecordReader({
      handshake: (type, body) => this.#fromClientMessage(type, body),
      alert: () => undefined,
      notTls: () => undefined,
    });
    this.#fromServer = new RecordReader({
      handshake: (type, body) => this.#fromServerMessage(type, body),
      alert: (_level, description) => (this.alert = alertName(description)),
      notTls: (received) => (this.notTls = firstLine(received)),
    });
  }

  incoming(chunk: Buffer): void {
    this.#connection.cipherBytes('in', chunk.length);
    this.#fromServer.read(chunk);
  }

  outgoing(chunk: Buffer): void {
    this.#connection.cipherBytes('out', chunk.length);
    this.#fromClient.read(chunk);
  }

  #fromClientMessage(type: number, body: Buffer): boolean {
    if (type !== CLIENT_HELLO) return false;
    const { sni: _sni, ...offered } = readClientHello(body);
    this.#emit({ event: 'tls.clientHello', ...offered });
    return false;
  }

  /** A retry request is not the choice yet: the server's real hello is still to come. */
  #fromServerMessage(type: number, body: Buffer): boolean {
    if (type !== SERVER_HELLO) return false;
    const { retryRequest, ...chosen } = readServerHello(body);
    if (retryRequest) return true;
    this.serverHello = { retryRequest, ...chosen };
    this.#emit({ event: 'tls.serverHello', ...chosen });
    return false;
  }
}

function firstLine(received: Buffer): string {
  return excerpt(received.toString('latin1').split(/\r?\n/, 1)[0] ?? '');
}
