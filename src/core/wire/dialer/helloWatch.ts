import type { WireEventBody } from '../events.ts';
import type { CertificateFacts, Direction } from '../wireFacts.ts';
import type { ConnectionSink } from '../sink.ts';
import { excerpt } from './excerpt.ts';
import { readCertificateRequest } from './certificateRequest.ts';
import type { ClientHello, ServerHello } from './hello.ts';
import { readClientHello, readExchangedGroup, readServerHello } from './hello.ts';
import { alertName } from './helloNames.ts';
import { SentCertificates } from './sentCertificates.ts';
import { sentChain } from './certificates.ts';
import { RecordReader } from './recordReader.ts';
import type { TapObserver } from './tap.ts';

const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
const CERTIFICATE = 11;
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
  readonly #certificates = new SentCertificates();
  #toldCertificates = false;
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
      encrypted: () => false,
      notTls: () => undefined,
    });
    this.#fromServer = new RecordReader({
      handshake: (type, body) => this.#fromServerMessage(type, body),
      // In TLS 1.3 it means nothing, and in front of an encrypted handshake.
      cipherChange: () => cipherChange() || this.#isTls13,
      alert: (level, description) => {
        this.alert = alertName(description);
        this.tellSentCertificates();
        this.#alert('in', level, description);
      },
      encrypted: (record) => this.#isTls13 && this.#certificates.flight.keep(record),
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

  /** Takes a line of the key log, which opens what of the handshake is encrypted. */
  keyLog(line: Buffer): void {
    this.#certificates.flight.learnSecret(line);
  }

  /** DER of the certificates that the server has sent; `null` where that is not known. */
  sentCertificates(): Buffer[] | null {
    return this.#certificates.read(this.serverHello?.cipher);
  }

  /** Tells the certificates of a handshake, once. */
  tellCertificates(chain: CertificateFacts[]): void {
    if (this.#toldCertificates || chain.length === 0) return;
    this.#toldCertificates = true;
    this.#emit({ event: 'tls.certificate', chain });
  }

  /** The same of a handshake that fails, where nothing but what came is known. */
  tellSentCertificates(): void {
    this.tellCertificates(sentChain(this.sentCertificates() ?? []));
  }

  get #isTls13(): boolean {
    return this.serverHello?.version === 'TLSv1.3';
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
    if (type === CERTIFICATE) this.#certificates.message(body);
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
