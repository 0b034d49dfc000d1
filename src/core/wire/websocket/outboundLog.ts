import type { ExchangeSink, FrameFields, MessageFields } from '../sink.ts';
import { ByteGatherer } from './byteGatherer.ts';
import type { ClosePayload } from './closePayload.ts';
import { decodeClosePayload } from './closePayload.ts';
import type { FrameListener } from './frameReader.ts';
import { isControl, Opcode } from './opcode.ts';

const RSV1 = 4;

/** What our own frames mean once they are on the wire. */
export interface OutboundListener {
  onPingSent(payload: Uint8Array): void;
  onCloseSent(close: ClosePayload): void;
}

/** Records the frames that we sent as they are on the wire, also those that no well-behaved client sends. */
export class OutboundLog implements FrameListener {
  readonly #sink: ExchangeSink;
  readonly #listener: OutboundListener;
  readonly #controlPayload = new ByteGatherer();
  /** What was deflated and is not on the wire yet, in order. */
  readonly #originals: Uint8Array[] = [];
  /** The message whose last frame has not left. */
  #open: MessageFields | null = null;

  constructor(sink: ExchangeSink, listener: OutboundListener) {
    this.#sink = sink;
    this.#listener = listener;
  }

  /** The next message that goes out compressed was this. */
  expectCompressed(original: Uint8Array): void {
    this.#originals.push(original);
  }

  onHeader(): boolean {
    return true;
  }

  onPayload(frame: FrameFields, chunk: Uint8Array, start: number, end: number): void {
    if (isControl(frame.opcode)) this.#controlPayload.append(chunk, start, end);
  }

  onFrame(frame: FrameFields, chunk: Uint8Array, start: number, end: number): boolean {
    const number = this.#sink.frame(frame);
    if (isControl(frame.opcode)) this.#control(frame, chunk, start, end);
    else this.#message(frame, number);
    return true;
  }

  #control(frame: FrameFields, chunk: Uint8Array, start: number, end: number): void {
    this.#controlPayload.append(chunk, start, end);
    const payload = unmasked(this.#controlPayload.take(), frame.mask);
    if (frame.opcode === Opcode.ping) this.#listener.onPingSent(payload);
    if (frame.opcode === Opcode.close) this.#listener.onCloseSent(decodeClosePayload(payload));
  }

  #message(frame: FrameFields, number: number): void {
    if (frame.opcode !== Opcode.continuation) this.#begin(frame, number);
    const message = this.#open;
    // A continuation of nothing, or an opcode that is reserved for later.
    if (message === null) return;
    message.lastFrame = number;
    message.fragments++;
    message.bytes += frame.payloadBytes;
    message.wireBytes += frame.headerBytes + frame.payloadBytes;
    if (!frame.fin) return;
    this.#open = null;
    if (message.inflated !== undefined) message.bytes = message.inflated.length;
    this.#sink.message(message);
  }

  #begin(frame: FrameFields, number: number): void {
    const isText = frame.opcode === Opcode.text;
    if (!isText && frame.opcode !== Opcode.binary) return;
    const inflated = (frame.rsv & RSV1) === 0 ? undefined : this.#originals.shift();
    this.#open = {
      direction: 'out',
      type: isText ? 'text' : 'binary',
      firstFrame: number,
      lastFrame: number,
      fragments: 0,
      compressed: inflated !== undefined,
      bytes: 0,
      wireBytes: 0,
      ...(inflated === undefined ? {} : { inflated }),
    };
  }
}

/** Undoes the masking of RFC 6455 §5.3. */
function unmasked(payload: Uint8Array, mask: number): Uint8Array {
  return payload.map((byte, index) => byte ^ ((mask >>> (24 - 8 * (index & 3))) & 0xff));
}
