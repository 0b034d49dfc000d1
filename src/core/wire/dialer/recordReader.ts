import { MessageReader } from './messageReader.ts';

const RECORD = {
  changeCipherSpec: 20,
  alert: 21,
  handshake: 22,
  applicationData: 23,
  heartbeat: 24,
} as const;
const WARNING = 1;
const RECORD_HEADER_BYTES = 5;
/** Longest record (RFC 8446 §5.2), and the most that is ever held. */
const RECORD_LIMIT_BYTES = 2 ** 14 + 256;

/** What a `RecordReader` finds before encryption begins. */
export interface RecordListener {
  /** A handshake message in the clear. */
  handshake(type: number, body: Buffer): void;
  /** ChangeCipherSpec; answers whether what follows is still in the clear (RFC 8446 Appendix D.4). */
  cipherChange(): boolean;
  alert(level: number, description: number): void;
  /** An encrypted record with its header; answers whether the next one is wanted. */
  encrypted(record: Buffer): boolean;
  /** The first bytes are no TLS record: the peer speaks something else. */
  notTls(received: Buffer): void;
}

/**
 * Reads TLS records of one direction (RFC 8446 §5.1) until encryption begins,
 * what is encrypted is not wanted, or the bytes make no sense; then it only passes. Never throws, holds at most one record and one message.
 */
export class RecordReader {
  readonly #listener: RecordListener;
  #pending: Buffer = Buffer.alloc(0);
  readonly #messages: MessageReader;
  #first = true;
  #done = false;

  constructor(listener: RecordListener) {
    this.#listener = listener;
    this.#messages = new MessageReader((type, body) => listener.handshake(type, body));
  }

  /** Takes the next bytes of the direction. */
  read(chunk: Buffer): void {
    if (this.#done) return;
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    while (!this.#done && this.#pending.length > 0 && this.#readRecord());
    // A slice of the socket's chunk must not be held: the next one may come much later.
    this.#pending = this.#done ? Buffer.alloc(0) : Buffer.from(this.#pending);
  }

  /** Consumes one record; `false` where it is not complete yet. */
  #readRecord(): boolean {
    const pending = this.#pending;
    if (!beginsRecord(pending)) {
      if (this.#first) this.#listener.notTls(pending);
      return this.#stop();
    }
    if (pending.length < RECORD_HEADER_BYTES) return false;
    const lengthBytes = pending.readUInt16BE(3);
    if (lengthBytes > RECORD_LIMIT_BYTES) return this.#stop();
    const end = RECORD_HEADER_BYTES + lengthBytes;
    if (pending.length < end) return false;
    this.#pending = pending.subarray(end);
    this.#first = false;
    if (!this.#goesOn(pending.subarray(0, end))) this.#done = true;
    return true;
  }

  /** Reads a record; answers whether the next one is of interest. */
  #goesOn(record: Buffer): boolean {
    const payload = record.subarray(RECORD_HEADER_BYTES);
    switch (record[0]) {
      case RECORD.handshake:
        return this.#messages.read(payload);
      case RECORD.alert:
        return this.#alert(payload);
      case RECORD.changeCipherSpec:
        return this.#listener.cipherChange();
      case RECORD.applicationData:
        return this.#listener.encrypted(record);
      default:
        return false;
    }
  }

  /** Nothing follows an alert but a warning. */
  #alert(payload: Buffer): boolean {
    if (payload.length !== 2) return false;
    this.#listener.alert(payload[0]!, payload[1]!);
    return payload[0] === WARNING;
  }

  #stop(): false {
    this.#done = true;
    return false;
  }
}

/** A content type of TLS and the major version 3 (RFC 8446 §5.1), as far as the bytes have come. */
function beginsRecord(bytes: Buffer): boolean {
  const type = bytes[0]!;
  if (type < RECORD.changeCipherSpec || type > RECORD.heartbeat) return false;
  return bytes.length < 2 || bytes[1] === 3;
}
