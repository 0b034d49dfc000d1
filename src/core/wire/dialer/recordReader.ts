const RECORD = { changeCipherSpec: 20, alert: 21, handshake: 22, heartbeat: 24 } as const;
const RECORD_HEADER_BYTES = 5;
const MESSAGE_HEADER_BYTES = 4;
/** Longest record (RFC 8446 §5.2), and the most that is ever held. */
const RECORD_LIMIT_BYTES = 2 ** 14 + 256;
const MESSAGE_LIMIT_BYTES = 2 ** 17;

/** What a `RecordReader` finds before encryption begins. */
export interface RecordListener {
  /** A handshake message in the clear. */
  handshake(type: number, body: Buffer): void;
  /** ChangeCipherSpec; answers whether what follows is still in the clear (RFC 8446 Appendix D.4). */
  cipherChange(): boolean;
  alert(level: number, description: number): void;
  /** The first bytes are no TLS record: the peer speaks something else. */
  notTls(received: Buffer): void;
}

/**
 * Reads TLS records of one direction (RFC 8446 §5.1) until encryption begins, or
 * the bytes make no sense; then it only passes. Never throws, holds at most one record and one message.
 */
export class RecordReader {
  readonly #listener: RecordListener;
  #pending: Buffer = Buffer.alloc(0);
  #message: Buffer = Buffer.alloc(0);
  #first = true;
  #done = false;

  constructor(listener: RecordListener) {
    this.#listener = listener;
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
    this.#record(pending[0]!, pending.subarray(RECORD_HEADER_BYTES, end));
    return true;
  }

  #record(type: number, payload: Buffer): void {
    if (type === RECORD.handshake) this.#handshake(payload);
    else if (type === RECORD.alert) this.#alert(payload);
    else if (type !== RECORD.changeCipherSpec || !this.#listener.cipherChange()) this.#stop();
  }

  #alert(payload: Buffer): void {
    if (payload.length === 2) this.#listener.alert(payload[0]!, payload[1]!);
    this.#stop();
  }

  #handshake(payload: Buffer): void {
    this.#message = Buffer.concat([this.#message, payload]);
    while (!this.#done && this.#message.length >= MESSAGE_HEADER_BYTES) {
      const end = MESSAGE_HEADER_BYTES + this.#message.readUIntBE(1, 3);
      if (end > MESSAGE_LIMIT_BYTES) this.#stop();
      if (this.#done || this.#message.length < end) return;
      const body = this.#message.subarray(MESSAGE_HEADER_BYTES, end);
      this.#listener.handshake(this.#message[0]!, body);
      this.#message = this.#message.subarray(end);
    }
  }

  #stop(): false {
    this.#done = true;
    this.#message = Buffer.alloc(0);
    return false;
  }
}

/** A content type of TLS and the major version 3 (RFC 8446 §5.1), as far as the bytes have come. */
function beginsRecord(bytes: Buffer): boolean {
  const type = bytes[0]!;
  if (type < RECORD.changeCipherSpec || type > RECORD.heartbeat) return false;
  return bytes.length < 2 || bytes[1] === 3;
}
