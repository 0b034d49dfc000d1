import type { Connection } from '../dialer/connection.ts';
import type { SocketReader } from '../dialer/tappedSocket.ts';
import type { HeaderField } from '../wireFacts.ts';
import { Http2ConnectionWatch } from './connectionWatch.ts';
import type { IncomingFrames } from './connectionWatch.ts';
import {
  ConnectionWindow,
  DEFAULT_WINDOW_BYTES,
  LARGEST_WINDOW_BYTES,
} from './connectionWindow.ts';
import { Http2Error } from './errorCode.ts';
import { endsConnection, errorOf } from './frameFault.ts';
import type { FrameFault } from './frameFault.ts';
import { FrameQueue } from './frameQueue.ts';
import type { RawFrame } from './frameReader.ts';
import { FrameFlag, FrameType } from './frameType.ts';
import * as write from './frameWriter.ts';
import type { BlockStep } from './headerBlocks.ts';
import { HpackEncoder } from './hpackEncoder.ts';
import { PeerSettings } from './peerSettings.ts';
import { readSettings, Setting } from './setting.ts';
import { Http2Stream } from './stream.ts';
import type { StreamCarrier, StreamHandler } from './stream.ts';

const LAST_STREAM = 0x7fff_ffff;
/** What a stream may have on its way to us, and the connection: as much as a fast line far away takes. */
const STREAM_WINDOW_BYTES = 1024 * 1024;
const CONNECTION_WINDOW_BYTES = 4 * STREAM_WINDOW_BYTES;
/** What we owe to a server that asks and asks, and reads nothing. */
const BACKLOG_LIMIT_BYTES = 1024 * 1024;

/**
 * The client's end of an HTTP/2 connection (RFC 9113). It acts on what the watch has read from the tap, so what is
 * shown of a frame and what is done about it cannot differ.
 */
export class Http2Session implements StreamCarrier, IncomingFrames, SocketReader {
  readonly peer = new PeerSettings();
  readonly watch: Http2ConnectionWatch;
  /** What the server said when it went away. */
  goAway: { code: number; lastStream: number } | null = null;
  /** What broke the socket. */
  failure: Error | null = null;
  /** It goes away, or takes more streams than before. */
  onChange: () => void = () => undefined;
  readonly #connection: Connection;
  readonly #queue: FrameQueue;
  readonly #encoder = new HpackEncoder();
  readonly #streams = new Map<number, Http2Stream>();
  readonly #window = new ConnectionWindow(CONNECTION_WINDOW_BYTES);
  /** Resolves when the server's SETTINGS are there, or the connection is gone. */
  readonly #settled = Promise.withResolvers<void>();
  #nextStream = 1;
  #isGone = false;

  constructor(connection: Connection) {
    const { socket, sink } = connection;
    this.#connection = connection;
    this.#queue = new FrameQueue(socket);
    this.watch = new Http2ConnectionWatch(sink, this);
    connection.onPlaintext = (...passed) => this.watch.passed(...passed);
    socket.readInto(this);
    socket.resume();
    this.#queue.add(write.CLIENT_PREFACE);
    const settings = [
      [Setting.enablePush, 0],
      [Setting.initialWindowSize, STREAM_WINDOW_BYTES],
    ] as const;
    this.#queue.add(write.settingsFrame(settings));
    this.#queue.add(write.windowUpdateFrame(0, CONNECTION_WINDOW_BYTES - DEFAULT_WINDOW_BYTES));
  }

  /** Another stream may be opened. */
  get isUsable(): boolean {
    const isGone = this.#isGone || this.#connection.socket.destroyed;
    return !isGone && this.goAway === null && this.#nextStream <= LAST_STREAM;
  }

  get settled(): Promise<void> {
    return this.#settled.promise;
  }

  get sendableBytes(): number {
    return Math.min(this.#window.sendBytes, this.peer.maxFrameBytes);
  }

  /** Opens a stream with these fields; `left` is called when they have left. */
  open(
    fields: readonly HeaderField[],
    ends: boolean,
    handler: StreamHandler,
    left?: () => void,
  ): Http2Stream {
    const stream = new Http2Stream(this.#nextStream, this, handler, {
      sendBytes: this.peer.initialWindowBytes,
      receiveBytes: STREAM_WINDOW_BYTES,
      hasEnded: ends,
    });
    this.#nextStream += 2;
    this.#streams.set(stream.id, stream);
    const block = this.#encoder.encode(fields);
    const frames = write.headersFrames(stream.id, block, ends, this.peer.maxFrameBytes);
    for (const frame of frames) this.#queue.add(frame, frame === frames.at(-1) ? left : undefined);
    return stream;
  }

  sendData(stream: Http2Stream, bytes: Uint8Array, ends: boolean, left?: () => void): void {
    this.#window.sendBytes -= bytes.length;
    this.#queue.add(
      write.dataHeader(stream.id, bytes.length, ends),
      bytes.length === 0 ? left : undefined,
    );
    if (bytes.length > 0) this.#queue.add(bytes, left);
  }

  waitForWindow(stream: Http2Stream): void {
    this.#window.wait(stream);
  }

  sendWindowUpdate({ id }: Http2Stream, incrementBytes: number): void {
    this.#queue.add(write.windowUpdateFrame(id, incrementBytes));
  }

  sendReset({ id }: Http2Stream, code: number): void {
    this.#queue.add(write.rstStreamFrame(id, code));
  }

  streamClosed(stream: Http2Stream): void {
    this.#streams.delete(stream.id);
    this.#window.forget(stream);
  }

  /** The watch has read it. */
  received(): void {}

  /** Nothing can be answered any more. */
  ended(): void {
    this.#connection.socket.destroy();
  }

  failed(error: Error): void {
    this.failure ??= error;
  }

  closed(): void {
    this.#gone(Http2Error.noError);
  }

  /** Takes a frame that the watch has read. */
  frame(frame: RawFrame, block: BlockStep, fault: FrameFault | null): void {
    if (this.#isGone) return;
    if (fault === null) this.#act(frame, block);
    else this.#refuse(frame, fault);
  }

  content({ stream }: RawFrame, bytes: Buffer): void {
    this.#streams.get(stream)?.contentReceived(bytes);
  }

  contentEnded({ stream, flags }: RawFrame): void {
    if ((flags & FrameFlag.endStream) !== 0) this.#streams.get(stream)?.endReceived();
  }

  #act(frame: RawFrame, block: BlockStep): void {
    const { type, stream, payload } = frame;
    if (type === FrameType.data) this.#data(frame);
    else if (type === FrameType.headers || type === FrameType.continuation)
      this.#block(frame, block);
    else if (type === FrameType.settings) this.#settings(frame);
    else if (type === FrameType.windowUpdate) this.#windowUpdate(stream, payload!);
    else if (type === FrameType.rstStream)
      this.#streams.get(stream)?.close(payload!.readUInt32BE(0));
    else if (type === FrameType.ping) this.#ping(frame);
    else if (type === FrameType.goaway) this.#goingAway(payload!);
  }

  /** Ends what has to suffer for a frame. */
  #refuse(frame: RawFrame, fault: FrameFault): void {
    const error = errorOf(fault, frame.payload);
    if (endsConnection(fault, frame.stream)) return this.#fail(error);
    // It has used up the window of the connection all the same.
    if (frame.type === FrameType.data) this.#data(frame);
    this.#streams.get(frame.stream)?.reset(error);
  }

  #data({ stream, lengthBytes, paddingBytes }: RawFrame): void {
    if (paddingBytes > 0) this.#streams.get(stream)?.paddingReceived(paddingBytes);
    const incrementBytes = this.#window.received(lengthBytes);
    if (incrementBytes > 0) this.#queue.add(write.windowUpdateFrame(0, incrementBytes));
  }

  #block({ stream: id }: RawFrame, { fields, isComplete, endsStream }: BlockStep): void {
    if (!isComplete) return;
    // After a block that could not be decoded none can be.
    if (fields === null) return this.#fail(Http2Error.compressionError);
    const stream = this.#streams.get(id);
    stream?.headersReceived(fields);
    if (endsStream) stream?.endReceived();
  }

  #settings({ flags, payload }: RawFrame): void {
    if ((flags & FrameFlag.ack) !== 0) return;
    const settings = readSettings(payload!);
    const before = this.peer.initialWindowBytes;
    this.peer.apply(settings);
    this.#encoder.limit(this.peer.headerTableBytes);
    this.#answer(write.settingsAckFrame());
    const change = this.peer.initialWindowBytes - before;
    for (const stream of this.#streams.values()) this.#grow(stream, change);
    this.#settled.resolve();
    this.onChange();
  }

  #ping({ flags, payload }: RawFrame): void {
    if ((flags & FrameFlag.ack) === 0) this.#answer(write.pingAckFrame(payload!));
  }

  #answer(frame: Buffer): void {
    if (this.#queue.backlogBytes <= BACKLOG_LIMIT_BYTES) {
      this.#queue.add(frame);
      return;
    }
    this.watch.fault ??= { code: 'WB_HTTP2_FLOOD', params: { answer: 'GOAWAY ENHANCE_YOUR_CALM' } };
    this.#fail(Http2Error.enhanceYourCalm);
  }

  #windowUpdate(id: number, payload: Buffer): void {
    const increment = payload.readUInt32BE(0) & LARGEST_WINDOW_BYTES;
    const stream = this.#streams.get(id);
    if (id === 0) this.#window.grow(increment);
    else if (stream !== undefined) this.#grow(stream, increment);
  }

  #grow(stream: Http2Stream, changeBytes: number): void {
    stream.sendWindowBytes += changeBytes;
    stream.resume();
  }

  /** What the server has not looked at ends here; the rest may go on (RFC 9113 §6.8). */
  #goingAway(payload: Buffer): void {
    const lastStream = payload.readUInt32BE(0) & LAST_STREAM;
    // A server that says it twice, as before it closes, has its reason in one of them.
    this.goAway = { lastStream, code: payload.readUInt32BE(4) || (this.goAway?.code ?? 0) };
    for (const stream of this.#streams.values()) {
      if (stream.id > lastStream) stream.close(Http2Error.refusedStream);
    }
    this.onChange();
  }

  /** An error of the connection: says why, and closes it (RFC 9113 §5.4.1). */
  #fail(code: number): void {
    const { socket } = this.#connection;
    const isBackedUp = socket.writableLength > 0;
    this.#queue.add(write.goAwayFrame(code), () => socket.destroy());
    this.#gone(code);
    if (isBackedUp) socket.destroy();
  }

  #gone(code: number): void {
    this.#isGone = true;
    for (const stream of this.#streams.values()) stream.close(code);
    this.#settled.resolve();
    this.onChange();
  }
}
