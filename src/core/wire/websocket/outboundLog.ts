import type { ExchangeSink, FrameFields } from '../sink.ts';
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

/** Records the frames that we sent, as they are on the wire, each message one frame. */
export class OutboundLog implements FrameListener {
  readonly #sink: ExchangeSink;
  readonly #listener: OutboundListener;
  readonly #controlPayload = new ByteGatherer();
  /** What was deflated and is not on the wire yet, in order. */
  readonly #originals: Uint8Array[] = [];

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
    const compressed = (frame.rsv & RSV1) !== 0;
    const inflated = compressed ? this.#originals.shift() : undefined;
    this.#sink.message({
      direction: 'out',
      type: frame.opcode === Opcode.text ? 'text' : 'binary',
      firstFrame: number,
      lastFrame: number,
      fragments: 1,
      compressed,
      bytes: inflated?.length ?? frame.payloadBytes,
      wireBytes: frame.headerBytes + frame.payloadBytes,
      ...(inflated === undefined ? {} : { inflated }),
    });
  }
}

/** Undoes the masking of RFC 6455 §5.3. */
function unmasked(payload: Uint8Array, mask: number): Uint8Array {
  return payload.map((byte, index) => byte ^ ((mask >>> (24 - 8 * (index & 3))) & 0xff));
}
