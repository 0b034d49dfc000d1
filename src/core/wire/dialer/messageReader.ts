const HEADER_BYTES = 4;
const MESSAGE_LIMIT_BYTES = 2 ** 17;

/** Gets handshake messages. */
export type MessageListener = (type: number, body: Buffer) => void;

/** Puts handshake messages together that come in pieces (RFC 8446 §5.1). Holds at most one of them. */
export class MessageReader {
  readonly #listener: MessageListener;
  #pieces: Buffer[] = [];
  #lengthBytes = 0;
  #neededBytes = HEADER_BYTES;

  constructor(listener: MessageListener) {
    this.#listener = listener;
  }

  /** Takes the content of the next record; `false` where a message is longer than any. */
  read(content: Buffer): boolean {
    // The content is a slice of what the socket reads into.
    this.#pieces.push(Buffer.from(content));
    this.#lengthBytes += content.length;
    if (this.#lengthBytes < this.#neededBytes) return true;
    return this.#keep(this.#readMessages(Buffer.concat(this.#pieces)));
  }

  /** Reads what is complete; answers the rest. */
  #readMessages(bytes: Buffer): Buffer {
    let rest = bytes;
    while (rest.length >= HEADER_BYTES && rest.length >= endOf(rest)) {
      const end = endOf(rest);
      this.#listener(rest[0]!, rest.subarray(HEADER_BYTES, end));
      rest = rest.subarray(end);
    }
    return rest;
  }

  #keep(rest: Buffer): boolean {
    this.#pieces = [rest];
    this.#lengthBytes = rest.length;
    this.#neededBytes = rest.length < HEADER_BYTES ? HEADER_BYTES : endOf(rest);
    return this.#neededBytes <= MESSAGE_LIMIT_BYTES;
  }
}

/** Where the message ends whose header stands in front. */
function endOf(message: Buffer): number {
  return HEADER_BYTES + message.readUIntBE(1, 3);
}
