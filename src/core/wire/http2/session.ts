import type { WireErrorCode } from '../../errors/wireError.ts';
import type { Connection } from '../dialer/connection.ts';
import type { SocketReader } from '../dialer/tappedSocket.ts';
import type { HeaderField } from '../wireFacts.ts';
import { Http2ConnectionWatch } from './connectionWatch.ts';
import type { IncomingFrames } from './connectionWatch.ts';
import { Http2Error } from './errorCode.ts';
import { FrameQueue } from './frameQueue.ts';
import type { RawFrame } from './frameReader.ts';
import { formError, settingsError } from './frameRules.ts';
import { FrameFlag, FrameType } from './frameType.ts';
import * as write from './frameWriter.ts';
import { HpackEncoder } from './hpackEncoder.ts';
import { PeerSettings } from './peerSettings.ts';
import { readSettings, Setting } from './setting.ts';
import { Http2Stream } from './stream.ts';
import type { StreamCarrier, StreamHandler } from './stream.ts';

const DEFAULT_WINDOW_BYTES = 65_535;
const LARGEST_WINDOW_BYTES = 0x7fff_ffff;
const LAST_STREAM = 0x7fff_ffff;
/** What a stream may have on its way to us, and the connection: as much as a fast line far away takes. */
const STREAM_WINDOW_BYTES = 1024 * 1024;
const CONNECTION_WINDOW_BYTES = 4 * STREAM_WINDOW_BYTES;
/** Frames of one header block: a server that goes on and on is stopped. */
const BLOCK_FRAMES_LIMIT = 64;
/** What we owe to a server that asks and asks, and reads nothing. */
const BACKLOG_LIMIT_BYTES = 1024 * 1024;

/** The error of the connection that a fault is, where it is one. */
const faultErrors: Partial<Record<WireErrorCode, number>> = {
  WB_HTTP2_BAD_PREFACE: Http2Error.protocolError,
  WB_HTTP2_FRAME_TOO_LARGE: Http2Error.frameSizeError,
  WB_HTTP2_FLOW_CONTROL: Http2Error.flowControlError,
  WB_HTTP2_BAD_HPACK: Http2Error.compressionError,
  WB_HTTP_HEADERS_TOO_LARGE: Http2Error.enhanceYourCalm,
};

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
  readonly #waiting = new Set<Http2Stream>();
  /** Resolves when the server's SETTINGS are there, or the connection is gone. */
  readonly #settled = Promise.withResolvers<void>();
  #nextStream = 1;
  #sendWindowBytes = DEFAULT_WINDOW_BYTES;
  #takenBytes = 0;
  /** The frame of a header block that goes on in the next frame. */
  #openBlock: RawFrame | null = null;
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
    return Math.min(this.#sendWindowBytes, this.peer.maxFrameBytes);
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
    this.#sendWindowBytes -= bytes.length;
    this.#queue.add(
      write.dataHeader(stream.id, bytes.length, ends),
      bytes.length === 0 ? left : undefined,
    );
    if (bytes.length > 0) this.#queue.add(bytes, left);
  }

  waitForWindow(stream: Http2Stream): void {
    this.#waiting.add(stream);
  }

  sendWindowUpdate({ id }: Http2Stream, incrementBytes: number): void {
    this.#queue.add(write.windowUpdateFrame(id, incrementBytes));
  }

  sendReset({ id }: Http2Stream, code: number): void {
    this.#queue.add(write.rstStreamFrame(id, code));
  }

  streamClosed(stream: Http2Stream): void {
    this.#streams.delete(stream.id);
    this.#waiting.delete(stream);
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
  frame(frame: RawFrame, fields: HeaderField[] | null, fault: WireErrorCode | null): void {
    if (this.#isGone) return;
    const error = this.#errorOf(frame, fault);
    if (error !== null) this.#fail(error);
    else if (fault !== null) this.#streams.get(frame.stream)?.reset(Http2Error.protocolError);
    else this.#act(frame, fields);
  }

  content({ stream }: RawFrame, bytes: Buffer): void {
    this.#streams.get(stream)?.contentReceived(bytes);
  }

  contentEnded({ stream, flags }: RawFrame): void {
    if ((flags & FrameFlag.endStream) !== 0) this.#streams.get(stream)?.endReceived();
  }

  #errorOf(frame: RawFrame, fault: WireErrorCode | null): number | null {
    const faultError = fault === null ? undefined : faultErrors[fault];
    if (faultError !== undefined) return faultError;
    if (this.watch.openBlockFrames > BLOCK_FRAMES_LIMIT) return Http2Error.enhanceYourCalm;
    return formError(frame) ?? this.#orderError(frame);
  }

  /** Nothing stands between the frames of a header block, and nobody speaks of a stream before it is open. */
  #orderError({ type, stream }: RawFrame): number | null {
    const open = this.#openBlock;
    const goesOn = type === FrameType.continuation && stream === open?.stream;
    if ((open !== null || type === FrameType.continuation) && !goesOn)
      return Http2Error.protocolError;
    const isIdle = stream % 2 === 0 || stream >= this.#nextStream;
    return stream !== 0 && isIdle && type !== FrameType.priority && type <= FrameType.continuation
      ? Http2Error.protocolError
      : null;
  }

  #act(frame: RawFrame, fields: HeaderField[] | null): void {
    const { type, stream, payload } = frame;
    if (type === FrameType.data) this.#data(frame);
    else if (type === FrameType.headers || type === FrameType.continuation)
      this.#block(frame, fields);
    else if (type === FrameType.settings) this.#settings(frame);
    else if (type === FrameType.windowUpdate) this.#windowUpdate(stream, payload!);
    else if (type === FrameType.rstStream)
      this.#streams.get(stream)?.close(payload!.readUInt32BE(0));
    else if (type === FrameType.ping) this.#ping(frame);
    else if (type === FrameType.goaway) this.#goingAway(payload!);
  }

  /** The window of the connection does not wait for who takes the content, so that no stream holds up others. */
  #data({ stream, lengthBytes, paddingBytes }: RawFrame): void {
    if (paddingBytes > 0) this.#streams.get(stream)?.paddingReceived(paddingBytes);
    this.#takenBytes += lengthBytes;
    if (this.#takenBytes < CONNECTION_WINDOW_BYTES / 2) return;
    this.#queue.add(write.windowUpdateFrame(0, this.#takenBytes));
    this.#takenBytes = 0;
  }

  #block(frame: RawFrame, fields: HeaderField[] | null): void {
    const first = this.#openBlock ?? frame;
    const isWhole = (frame.flags & FrameFlag.endHeaders) !== 0;
    this.#openBlock = isWhole ? null : first;
    if (!isWhole) return;
    // After a block that could not be decoded none can be.
    if (fields === null) return this.#fail(Http2Error.compressionError);
    const ends = (first.flags & FrameFlag.endStream) !== 0;
    const stream = this.#streams.get(frame.stream);
    stream?.headersReceived(fields, ends);
    if (ends) stream?.endReceived();
  }

  #settings({ flags, payload }: RawFrame): void {
    if ((flags & FrameFlag.ack) !== 0) return;
    const settings = readSettings(payload!);
    const error = settingsError(settings);
    if (error !== null) return this.#fail(error);
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
    if (this.#queue.backlogBytes > BACKLOG_LIMIT_BYTES) this.#fail(Http2Error.enhanceYourCalm);
    else this.#queue.add(frame);
  }

  #windowUpdate(id: number, payload: Buffer): void {
    const increment = payload.readUInt32BE(0) & LARGEST_WINDOW_BYTES;
    const stream = this.#streams.get(id);
    if (id !== 0) {
      if (increment === 0) stream?.reset(Http2Error.protocolError);
      else if (stream !== undefined) this.#grow(stream, increment);
      return;
    }
    if (increment === 0) return this.#fail(Http2Error.protocolError);
    this.#sendWindowBytes += increment;
    if (this.#sendWindowBytes > LARGEST_WINDOW_BYTES)
      return this.#fail(Http2Error.flowControlError);
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const each of waiting) each.resume();
  }

  #grow(stream: Http2Stream, changeBytes: number): void {
    stream.sendWindowBytes += changeBytes;
    if (stream.sendWindowBytes > LARGEST_WINDOW_BYTES) stream.reset(Http2Error.flowControlError);
    else stream.resume();
  }

  /** What the server has not looked at ends here; the rest may go on (RFC 9113 §6.8). */
  #goingAway(payload: Buffer): void {
    const lastStream = payload.readUInt32BE(0) & LAST_STREAM;
    // A server that says it twice, as before it closes, has its reason in one of them.
    this.goAway = { lastStream, code: payload.readUInt32BE(4) || (this.goAway?.code ?? 0) };
    for (const stream of [...this.#streams.values()]) {
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
    for (const stream of [...this.#streams.values()]) stream.close(code);
    this.#settled.resolve();
    this.onChange();
  }
}
