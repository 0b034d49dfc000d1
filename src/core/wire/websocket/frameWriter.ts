import type { Duplex } from 'node:stream';
import type { PerMessageDeflate, SenderSocket } from 'ws';
import { Sender } from 'ws';
import { WireError } from '../../errors/wireError.ts';
import { invalid } from './closePayload.ts';
import type { FrameReader } from './frameReader.ts';
import type { OutboundLog } from './outboundLog.ts';

/** Bytes that may wait to be sent; a single message may be larger when nothing else waits. */
const OUTBOUND_LIMIT_BYTES = 16 * 1024 * 1024;

type Sent = (error?: Error | null) => void;

/** Writes frames; each is read again once the socket has taken it, so that the recording shows the wire. */
export class FrameWriter {
  readonly #sender: Sender;
  readonly #log: OutboundLog;
  readonly #compress: boolean;
  #queuedBytes = 0;

  constructor(
    stream: Duplex,
    reader: FrameReader,
    log: OutboundLog,
    deflate: PerMessageDeflate | null,
  ) {
    this.#log = log;
    this.#compress = deflate !== null;
    const extensions = deflate === null ? {} : { 'permessage-deflate': deflate };
    this.#sender = new Sender(recorded(stream, reader), extensions);
  }

  /** Sends one message; resolves when the socket has taken it. Rejects with a `WireError`, so also when too much waits. */
  async message(data: Uint8Array, binary: boolean): Promise<void> {
    if (this.#queuedBytes > 0 && this.#queuedBytes + data.length > OUTBOUND_LIMIT_BYTES) {
      throw invalid(
        `${this.#queuedBytes} bytes already wait for the server to read them; no more than ${OUTBOUND_LIMIT_BYTES} may.`,
      );
    }
    this.#queuedBytes += data.length;
    try {
      await this.#write(data, binary);
    } finally {
      this.#queuedBytes -= data.length;
    }
  }

  ping(payload: Uint8Array): Promise<void> {
    return taken((sent) => this.#sender.ping(payload, true, sent));
  }

  pong(payload: Uint8Array): Promise<void> {
    return taken((sent) => this.#sender.pong(payload, true, sent));
  }

  /** A close frame; without a code its payload is empty. */
  close(code: number | undefined, reason: string): Promise<void> {
    return taken((sent) => this.#sender.close(code, reason, true, sent));
  }

  #write(data: Uint8Array, binary: boolean): Promise<void> {
    if (this.#compress) this.#log.expectCompressed(data);
    const options = { binary, compress: this.#compress, fin: true, mask: true };
    return taken((sent) => this.#sender.send(data, options, sent));
  }
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
