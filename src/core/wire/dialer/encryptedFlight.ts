import { createDecipheriv, createHmac } from 'node:crypto';
import type { CipherGCMTypes } from 'node:crypto';
import type { MessageListener } from './messageReader.ts';
import { MessageReader } from './messageReader.ts';

/** How a cipher suite of TLS 1.3 encrypts (RFC 8446 Appendix B.4). */
interface Protection {
  algorithm: string;
  hash: string;
  keyBytes: number;
}

const PROTECTIONS: Record<string, Protection> = {
  TLS_AES_128_GCM_SHA256: { algorithm: 'aes-128-gcm', hash: 'sha256', keyBytes: 16 },
  TLS_AES_256_GCM_SHA384: { algorithm: 'aes-256-gcm', hash: 'sha384', keyBytes: 32 },
  TLS_CHACHA20_POLY1305_SHA256: { algorithm: 'chacha20-poly1305', hash: 'sha256', keyBytes: 32 },
};

const RECORD_HEADER_BYTES = 5;
const TAG_BYTES = 16;
const NONCE_BYTES = 12;
const HANDSHAKE = 22;
const FLIGHT_LIMIT_BYTES = 2 ** 17;
const SECRET = /^SERVER_HANDSHAKE_TRAFFIC_SECRET [0-9a-f]+ ([0-9a-f]+)\s*$/;

/**
 * What a server of TLS 1.3 says in its handshake once that is encrypted (RFC 8446 §2). The records are kept as they
 * came, because the TLS library tells their secret only when it has read the hello before them.
 */
export class EncryptedFlight {
  #records: Buffer[] = [];
  #lengthBytes = 0;
  #secret: Buffer | null = null;
  #over = false;

  /** Keeps a record; answers whether more are wanted. */
  keep(record: Buffer): boolean {
    if (this.#over) return false;
    this.#records.push(Buffer.from(record));
    this.#lengthBytes += record.length;
    return this.#lengthBytes < FLIGHT_LIMIT_BYTES;
  }

  /** Takes a line of the key log, where it is the one that matters. */
  learnSecret(line: Buffer): void {
    const secret = SECRET.exec(line.toString('latin1'))?.[1];
    if (secret !== undefined) this.#secret = Buffer.from(secret, 'hex');
  }

  /** Reads the messages, once, and forgets the secret; what has other keys is no handshake any more. */
  read(cipher: string, listener: MessageListener): void {
    this.#over = true;
    const records = this.#records.splice(0);
    const secret = this.#secret;
    this.#secret = null;
    const protection = PROTECTIONS[cipher];
    if (secret === null || protection === undefined) return;
    const decrypt = decrypter(secret, protection);
    const messages = new MessageReader(listener);
    for (const record of records) {
      const content = handshakeIn(decrypt(record));
      if (content === null || !messages.read(content)) return;
    }
  }
}

/** Decrypts one record after the other; `null` where one is not from this key. */
function decrypter(secret: Buffer, protection: Protection): (record: Buffer) => Buffer | null {
  const { hash, keyBytes } = protection;
  const algorithm = protection.algorithm as CipherGCMTypes;
  const key = expand(secret, hash, 'key', keyBytes);
  const iv = expand(secret, hash, 'iv', NONCE_BYTES);
  let sequence = 0;
  return (record) => {
    const tagStart = record.length - TAG_BYTES;
    if (tagStart < RECORD_HEADER_BYTES) return null;
    const decipher = createDecipheriv(algorithm, key, nonceOf(iv, sequence++), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(record.subarray(0, RECORD_HEADER_BYTES));
    decipher.setAuthTag(record.subarray(tagStart));
    const content = decipher.update(record.subarray(RECORD_HEADER_BYTES, tagStart));
    try {
      return Buffer.concat([content, decipher.final()]);
    } catch {
      return null;
    }
  };
}

/** HKDF-Expand-Label (RFC 8446 §7.1) without a context, of no more than one block of the hash. */
function expand(secret: Buffer, hash: string, label: string, lengthBytes: number): Buffer {
  const name = `tls13 ${label}`;
  const info = Buffer.from([0, lengthBytes, name.length, ...Buffer.from(name), 0, 1]);
  return createHmac(hash, secret).update(info).digest().subarray(0, lengthBytes);
}

/** RFC 8446 §5.3; no handshake takes more records than fit in four bytes. */
function nonceOf(iv: Buffer, sequence: number): Buffer {
  const nonce = Buffer.from(iv);
  const last = NONCE_BYTES - 4;
  nonce.writeUInt32BE((nonce.readUInt32BE(last) ^ sequence) >>> 0, last);
  return nonce;
}

/** The content of a record without its padding, where its type says handshake (RFC 8446 §5.2, §5.4). */
function handshakeIn(plaintext: Buffer | null): Buffer | null {
  if (plaintext === null) return null;
  const end = plaintext.findLastIndex((byte) => byte !== 0);
  return plaintext[end] === HANDSHAKE ? plaintext.subarray(0, end) : null;
}
