import { ByteReader } from './byteReader.ts';
import { EncryptedFlight } from './encryptedFlight.ts';

const CERTIFICATE = 11;

/**
 * The certificates that a server sends, as they were on the wire: the TLS library tells only those of them that it used,
 * and puts the issuers that it knows itself behind them.
 */
export class SentCertificates {
  readonly flight = new EncryptedFlight();
  #inClear: Buffer[] | null = null;

  /** A Certificate message in the clear, as TLS 1.2 has it (RFC 5246 §7.4.2). */
  message(body: Buffer): void {
    this.#inClear = certificatesIn(new ByteReader(body), 0);
  }

  /** DER of each, in the order in which they came; `null` where none came, or none can be read. */
  read(cipher: string | undefined): Buffer[] | null {
    if (this.#inClear !== null || cipher === undefined) return this.#inClear;
    this.flight.read(cipher, (type, body) => {
      if (type === CERTIFICATE) this.#inClear = encryptedCertificates(body);
    });
    return this.#inClear;
  }
}

/** RFC 8446 §4.4.2: a context in front of the list, and extensions behind each certificate. */
function encryptedCertificates(body: Buffer): Buffer[] {
  const reader = new ByteReader(body);
  reader.vector(1);
  return certificatesIn(reader, 2);
}

function certificatesIn(reader: ByteReader, lengthOfExtensions: 0 | 2): Buffer[] {
  const list = reader.vector(3);
  const certificates: Buffer[] = [];
  while (list.remaining > 0) {
    const certificate = list.vector(3);
    certificates.push(Buffer.from(certificate.take(certificate.remaining)));
    if (lengthOfExtensions !== 0) list.vector(lengthOfExtensions);
  }
  return certificates;
}
