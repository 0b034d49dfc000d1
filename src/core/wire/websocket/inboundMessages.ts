import { isUtf8 } from 'node:buffer';
import type { PerMessageDeflate } from 'ws';
import { WireError } from '../../errors/wireError.ts';
import type { ExchangeSink, FrameFields, MessageFields } from '../sink.ts';
import { ByteGatherer } from './byteGatherer.ts';
import type { ClosePayload } from './closePayload.ts';
import { readClosePayload } from './closePayload.ts';
import type { StreamState } from './frameFault.ts';
import { badUtf8Fault, headerFault } from './frameFault.ts';
import type { FrameListener } from './frameReader.ts';
import { InflateQueue } from './inflateQueue.ts';
import { isControl, Opcode } from './opcode.ts';

const RSV1 = 4;
const SCANNED_PAYLOAD_BYTES = 128;

/** What the server's frames mean for the session. */
export interface InboundListener {
  /** A message was recorded. */
  onMessage(): void;
  onPing(payload: Uint8Array): void;
  onPong(payload: Uint8Array, frame: number): void;
  onClose(close: ClosePayload): void;
  /** The server broke the protocol; nothing more is read. */
  onFault(error: WireError): void;
  /** True when the socket should not be read for a while. */
  onCongestion(congested: boolean): void;
}

/** Judges and records the frames that the server sends, and makes messages of them (RFC 6455 §5.4, §6.2). */
export class InboundMessages implements FrameListener {
  readonly #sink: ExchangeSink;
  readonly #listener: InboundListener;
  readonly #queue: InflateQueue;
  readonly #stream: StreamState;
  readonly #payload = new ByteGatherer();
  readonly #controlPayload = new ByteGatherer();
  /** The message that is being read; one object for all that need not wait for inflation. */
  readonly #message: MessageFields = {
    direction: 'in',
    type: 'binary',
    firstFrame: 0,
    lastFrame: 0,
    fragments: 0,
    compressed: false,
    bytes: 0,
    wireBytes: 0,
  };

  constructor(
    sink: ExchangeSink,
    deflate: PerMessageDeflate | null,
    maxPayloadBytes: number,
    listener: InboundListener,
  ) {
    this.#sink = sink;
    this.#listener = listener;
    const deflates = deflate !== null;
    this.#stream = { deflate: deflates, maxPayloadBytes, inMessage: false, messageBytes: 0 };
    this.#queue = new InflateQueue(deflate, maxPayloadBytes, {
      onInflated: (message) => this.#deliver(message),
      onInflateFault: (frame, error) => this.#fail(frame, error),
      onCongestion: (congested) => listener.onCongestion(congested),
    });
  }

  /** Resolves when all messages that were read are recorded. */
  idle(): Promise<void> {
    return this.#queue.idle();
  }

  /** Drops messages that still wait to be inflated. */
  stop(): void {
    this.#queue.stop();
  }

  onHeader(frame: FrameFields): boolean {
    const fault = headerFault(frame, this.#stream);
    if (fault !== null) return this.#fail(this.#sink.frame(frame), fault);
    if (isControl(frame.opcode)) return true;
    if (frame.opcode !== Opcode.continuation) this.#begin(frame);
    return true;
  }

  onPayload(frame: FrameFields, chunk: Uint8Array, start: number, end: number): void {
    if (isControl(frame.opcode)) this.#controlPayload.append(chunk, start, end);
    else if (this.#needsPayload()) this.#payload.append(chunk, start, end);
  }

  onFrame(frame: FrameFields, chunk: Uint8Array, start: number, end: number): boolean {
    const number = this.#sink.frame(frame);
    if (isControl(frame.opcode)) {
      this.#controlPayload.append(chunk, start, end);
      return this.#control(frame.opcode, number, this.#controlPayload.take());
    }
    this.#addFrame(frame, number);
    return frame.fin ? this.#finish(chunk, start, end) : this.#wait(chunk, start, end);
  }

  #begin(frame: FrameFields): void {
    const message = this.#message;
    message.type = frame.opcode === Opcode.text ? 'text' : 'binary';
    message.compressed = (frame.rsv & RSV1) !== 0;
    message.fragments = 0;
    message.bytes = 0;
    message.wireBytes = 0;
  }

  #addFrame(frame: FrameFields, number: number): void {
    const message = this.#message;
    if (message.fragments === 0) message.firstFrame = number;
    message.fragments++;
    message.lastFrame = number;
    message.bytes += frame.payloadBytes;
    message.wireBytes += frame.headerBytes + frame.payloadBytes;
  }

  #wait(chunk: Uint8Array, start: number, end: number): true {
    if (this.#needsPayload()) this.#payload.append(chunk, start, end);
    this.#stream.inMessage = true;
    this.#stream.messageBytes = this.#message.bytes;
    return true;
  }

  #finish(chunk: Uint8Array, start: number, end: number): boolean {
    const message = this.#message;
    this.#stream.inMessage = false;
    this.#stream.messageBytes = 0;
    if (message.compressed) {
      this.#queue.push({ ...message }, this.#takePayload(chunk, start, end));
    } else if (message.type === 'text' && !this.#isText(chunk, start, end)) {
      return this.#fail(message.lastFrame, badUtf8Fault());
    } else if (this.#queue.isEmpty) {
      this.#deliver(message);
    } else {
      this.#queue.push({ ...message }, null);
    }
    return true;
  }

  /** UTF-8 is checked, and DEFLATE undone, over the whole message. */
  #needsPayload(): boolean {
    return this.#message.type === 'text' || this.#message.compressed;
  }

  #isText(chunk: Uint8Array, start: number, end: number): boolean {
    if (this.#payload.length === 0 && isShortAscii(chunk, start, end)) return true;
    return isUtf8(this.#takePayload(chunk, start, end));
  }

  #takePayload(chunk: Uint8Array, start: number, end: number): Uint8Array {
    const isWhole = this.#payload.length === 0;
    // What waits to be inflated must not hold on to the chunk.
    if (isWhole && !this.#message.compressed) return chunk.subarray(start, end);
    this.#payload.append(chunk, start, end);
    return this.#payload.take();
  }

  #deliver(message: MessageFields): void {
    this.#sink.message(message);
    this.#listener.onMessage();
  }

  #control(opcode: number, frame: number, payload: Uint8Array): boolean {
    if (opcode === Opcode.ping) this.#listener.onPing(payload);
    else if (opcode === Opcode.pong) this.#listener.onPong(payload, frame);
    else return this.#close(frame, payload);
    return true;
  }

  #close(frame: number, payload: Uint8Array): boolean {
    const close = readClosePayload(payload);
    if (close instanceof WireError) return this.#fail(frame, close);
    this.#listener.onClose(close);
    return false;
  }

  #fail(frame: number, error: WireError): false {
    this.#sink.frameError(frame, error);
    this.#listener.onFault(error);
    return false;
  }
}

/** For short payloads this is cheaper than the view over the chunk that `isUtf8` needs. */
function isShortAscii(chunk: Uint8Array, start: number, end: number): boolean {
  if (end - start > SCANNED_PAYLOAD_BYTES) return false;
  let bits = 0;
  for (let at = start; at < end; at++) bits |= chunk[at]!;
  return bits < 128;
}
