import type { Duplex } from 'node:stream';
import type { PerMessageDeflate, SenderSocket } from 'ws';
import { Sender } from 'ws';
import { encodeFrame } from './encodeFrame.ts';
import { WireError } from '../../errors/wireError.ts';
import type { OutboundFrame, OutboundMessage } from '../conversation/channel.ts';
import { invalid } from './closePayload.ts';
import type { FrameReader } from './frameReader.ts';
import type { OutboundLog } from './outboundLog.ts';

/** Bytes that may wait to be sent; a single message may be larger when nothing else waits. */
const OUTBOUND_LIMIT_BYTES = 16 * 1024 * 1024;

type Sent = (error?: Error | null) => void;

/** Writes frames; each is read again once the socket has taken it, so that the recording shows the wire. */
export class FrameWriter {
  readonly #sender: Sender;
  readonly #socket: SenderSocket;
  readonly #mask: boolean;
  readonly #log: OutboundLog;
  readonly #compress: boolean;
  #queuedBytes = 0;

  constructor(
    stream: Duplex,
    reader: FrameReader,
    log: OutboundLog,
    deflate: PerMessageDeflate | null,
    mask: 'random' | number | null,
  ) {
    this.#log = log;
    this.#compress = deflate !== null;
    const extensions = deflate === null ? {} : { 'permessage-deflate': deflate };
    this.#socket = recorded(stream, reader);
    this.#mask = mask !== null;
    this.#sender = new Sender(
      this.#socket,
      extensions,
      typeof mask === 'number' ? (key) => void key.writeUInt32BE(mask) : undefined,
    );
  }

  /** Sends one message; resolves when the socket has taken it. Rejects with a `WireError`, so also when too much waits. */
  async message(message: OutboundMessage): Promise<void> {
    const { data } = message;
    if (this.#queuedBytes > 0 && this.#queuedBytes + data.length > OUTBOUND_LIMIT_BYTES) {
      throw invalid(
        `${this.#queuedBytes} bytes already wait for the server to read them; no more than ${OUTBOUND_LIMIT_BYTES} may.`,
      );
    }
    this.#queuedBytes += data.length;
    try {
      await this.#write(message);
    } finally {
      this.#queuedBytes -= data.length;
    }
  }

  ping(payload: Uint8Array): Promise<void> {
    return taken((sent) => this.#sender.ping(payload, this.#mask, sent));
  }

  pong(payload: Uint8Array): Promise<void> {
    return taken((sent) => this.#sender.pong(payload, this.#mask, sent));
  }

  /** A close frame; without a code its payload is empty. */
  close(code: number | undefined, reason: string): Promise<void> {
    return taken((sent) => this.#sender.close(code, reason, this.#mask, sent));
  }

  /** One frame as it is said to be. */
  frame(frame: OutboundFrame): Promise<void> {
    return this.bytes(encodeFrame(frame));
  }

  /** Bytes that may be anything; the frames in them are recorded. */
  bytes(data: Uint8Array): Promise<void> {
    return taken((sent) => this.#socket.write(Buffer.from(data), sent));
  }

  async #write({ data, binary, fragments = 1, uncompressed }: OutboundMessage): Promise<void> {
    const compress = this.#compress && uncompressed !== true;
    if (compress) this.#log.expectCompressed(data);
    const options = { binary, compress, mask: this.#mask };
    const pieces = cut(data, fragments).map((piece, index, all) => {
      const fin = index === all.length - 1;
      return taken((sent) => this.#sender.send(piece, { ...options, fin }, sent));
    });
    await Promise.all(pieces);
  }
}

/** As many pieces, as equal as they can be; some are empty where there are fewer bytes. */
function cut(data: Uint8Array, count: number): Uint8Array[] {
  if (count === 1) return [data];
  const borderAt = (index: number): number => Math.floor((data.length * index) / count);
  return Array.from({ length: count }, (_, index) =>
    data.subarray(borderAt(index), borderAt(index + 1)),
  );
}

function taken(write: (sent: Sent) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    write((error) => {
      if (error) reject(new WireError('WB_WS_ABNORMAL_CLOSE', 'frames', { cause: error }));
      else resolve();
    });
  });
}

function recorded(stream: Duplex, reader: FrameReader): SenderSocket {
  return {
    get destroyed() {
      return stream.destroyed;
    },
    cork: () => stream.cork(),
    uncork: () => stream.uncork(),
    write(chunk, callback) {
      stream.write(chunk, (error) => {
        if (!error) reader.read(chunk);
        callback?.(error);
      });
    },
  };
}
