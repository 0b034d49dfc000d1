import type { WireEventBody } from '../events.ts';
import type { Direction } from '../wireFacts.ts';
import type { ConnectionSink } from '../sink.ts';
import { excerpt } from './excerpt.ts';
import { readCertificateRequest } from './certificateRequest.ts';
import type { ClientHello, ServerHello } from './hello.ts';
import { readClientHello, readExchangedGroup, readServerHello } from './hello.ts';
import { alertName } from './helloNames.ts';
import { RecordReader } from './recordReader.ts';
import type { TapObserver } from './tap.ts';

const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
const SERVER_KEY_EXCHANGE = 12;
const CERTIFICATE_REQUEST = 13;
const WARNING = 1;

/** Watches the ciphertext tap: counts its bytes and reads both hellos, or what came in their place. */
export class HelloWatch implements TapObserver {
  /** What we offered, once it has left. */
  clientHello: ClientHello | null = null;
  /** The server's choice, once it came; with the group, once TLS 1.2 has named it too. */
  serverHello: ServerHello | null = null;
  /** The server of a TLS 1.2 handshake asks for a certificate of ours; TLS 1.3 encrypts the question. */
  asksForCertificate = false;
  /** Name of the alert that the server sent before encryption began. */
  alert: string | null = null;
  /** First line of an answer that is no TLS. */
  notTls: string | null = null;
  readonly #connection: ConnectionSink | null;
  readonly #emit: (event: WireEventBody) => void;
  readonly #fromClient: RecordReader;
  readonly #fromServer: RecordReader;

  constructor(connection: ConnectionSink | null, emit: (event: WireEventBody) => void) {
    this.#connection = connection;
    this.#emit = emit;
    // A retry brings hellos behind this record; after the real choice, what follows it is encrypted.
    const cipherChange = (): boolean => this.serverHello === null;
    this.#fromClient = new RecordReader({
      handshake: (type, body) => this.#fromClientMessage(type, body),
      cipherChange,
      alert: (level, description) => this.#alert('out', level, description),
      notTls: () => undefined,
    });
    this.#fromServer = new RecordReader({
      handshake: (type, body) => this.#fromServerMessage(type, body),
      cipherChange,
      alert: (level, description) => {
        this.alert = alertName(description);
        this.#alert('in', level, description);
      },
      notTls: (received) => (this.notTls = firstLine(received)),
    });
  }

  incoming(chunk: Buffer): void {
    this.#connection?.cipherBytes('in', chunk.length);
    this.#fromServer.read(chunk);
  }

  outgoing(chunk: Buffer): void {
    this.#connection?.cipherBytes('out', chunk.length);
    this.#fromClient.read(chunk);
  }

  #certificateRequest(body: Buffer): void {
    this.asksForCertificate = true;
    this.#emit({ event: 'tls.certificateRequest', ...readCertificateRequest(body) });
  }

  #keyExchange(body: Buffer): void {
    if (this.serverHello === null) return;
    const group = readExchangedGroup(body, this.serverHello.cipher);
    this.serverHello = { ...this.serverHello, group };
  }

  #alert(dir: Direction, level: number, description: number): void {
    const name = level === WARNING ? 'warning' : 'fatal';
    this.#emit({ event: 'tls.alert', dir, level: name, description: alertName(description) });
  }

  #fromClientMessage(type: number, body: Buffer): void {
    if (type !== CLIENT_HELLO) return;
    this.clientHello = readClientHello(body);
    const { sni: _sni, ...offered } = this.clientHello;
    this.#emit({ event: 'tls.clientHello', ...offered });
  }

  /** A retry request is not the choice yet: the server's real hello is still to come. */
  #fromServerMessage(type: number, body: Buffer): void {
    if (type === SERVER_KEY_EXCHANGE) this.#keyExchange(body);
    if (type === CERTIFICATE_REQUEST) this.#certificateRequest(body);
    if (type !== SERVER_HELLO) return;
    const { retryRequest, ...chosen } = readServerHello(body);
    if (!retryRequest) this.serverHello = { retryRequest, ...chosen };
    const event = retryRequest ? 'tls.helloRetryRequest' : 'tls.serverHello';
    this.#emit({ event, ...chosen });
  }
}

function firstLine(received: Buffer): string {
  return excerpt(received.toString('latin1').split(/\r?\n/, 1)[0] ?? '');
}
