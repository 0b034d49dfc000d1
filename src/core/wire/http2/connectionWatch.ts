import type { Direction } from '../wireFacts.ts';
import type { ConnectionSink } from '../sink.ts';
import { LARGEST_WINDOW_BYTES } from './connectionWindow.ts';
import { faultParams } from './faultParams.ts';
import { FlowControl, noFlow } from './flowControl.ts';
import type { FlowResult } from './flowControl.ts';
import { endsConnection } from './frameFault.ts';
import type { FrameFault, ToldFault } from './frameFault.ts';
import { orderFault } from './frameOrder.ts';
import { Http2FrameReader } from './frameReader.ts';
import type { FrameListener, RawFrame } from './frameReader.ts';
import { PREFACE_BYTES } from './frameHeader.ts';
import { formFault } from './frameRules.ts';
import { FrameFlag, FrameType } from './frameType.ts';
import { HeaderBlocks } from './headerBlocks.ts';
import type { BlockStep } from './headerBlocks.ts';
import { DEFAULT_TABLE_BYTES } from './hpackTable.ts';
import { messageFault } from './messageFault.ts';
import { readSettings, Setting } from './setting.ts';
import { newEvidence, observe } from './streamEvidence.ts';
import type { StreamEvidence } from './streamEvidence.ts';
import { afterEnd } from './streamState.ts';
import type { StreamState } from './streamState.ts';

const DEFAULT_MAX_FRAME_BYTES = 16_384;
/** What we announce is what the server may use; what it announces, ours follows up to this limit. */
const OWN_TABLE_LIMIT_BYTES = 1024 * 1024;

/** Acts on what the server sends. */
export interface IncomingFrames extends Pick<FrameListener, 'content' | 'contentEnded'> {
  /** `block`: what the frame brought of header fields. `fault`: what is wrong with it. */
  frame(frame: RawFrame, block: BlockStep, fault: FrameFault | null): void;
}

const nobody: IncomingFrames = {
  frame: () => undefined,
  content: () => undefined,
  contentEnded: () => undefined,
};

/**
 * Reads the frames of an HTTP/2 connection from the copies that its tap makes, both directions: headers are decoded,
 * states of streams and flow-control windows followed. It only watches; who acts on the frames is told of them.
 */
export class Http2ConnectionWatch {
  /** The first thing that the peer did wrong and all streams suffer for. */
  fault: ToldFault | null = null;
  readonly #sink: ConnectionSink;
  readonly #incoming: IncomingFrames;
  readonly #readers: Record<Direction, Http2FrameReader>;
  readonly #blocks: Record<Direction, HeaderBlocks> = {
    out: new HeaderBlocks(OWN_TABLE_LIMIT_BYTES),
    in: new HeaderBlocks(DEFAULT_TABLE_BYTES),
  };
  readonly #flow: Record<Direction, FlowControl> = {
    out: new FlowControl(),
    in: new FlowControl(),
  };
  readonly #states = new Map<number, StreamState>();
  /** Of streams whose exchange is not over. */
  readonly #evidence = new Map<number, StreamEvidence>();
  #highestStream = 0;
  /** What we asked for, until the peer has acknowledged it. */
  #asked: [number, number][] = [];
  #maxFrameBytes = DEFAULT_MAX_FRAME_BYTES;
  #nowMs = 0;
  #isFirstIn = true;

  constructor(sink: ConnectionSink, incoming: IncomingFrames = nobody) {
    this.#sink = sink;
    this.#incoming = incoming;
    this.#readers = {
      out: new Http2FrameReader(PREFACE_BYTES, {
        ...nobody,
        frame: (frame) => this.#frame('out', frame),
      }),
      in: new Http2FrameReader(0, {
        frame: (frame) => this.#frame('in', frame),
        content: (frame, bytes) => incoming.content(frame, bytes),
        contentEnded: (frame) => incoming.contentEnded(frame),
      }),
    };
  }

  /** Bytes that passed, and where they stand in the byte log of their direction. */
  passed(direction: Direction, chunk: Buffer, offset: number): void {
    // Nothing after a fault of the framing can be understood.
    if (direction === 'in' && this.fault?.code === 'WB_HTTP2_BAD_PREFACE') return;
    this.#nowMs = performance.now();
    this.#readers[direction].read(chunk, offset);
  }

  /** What the frames of a stream say. */
  evidence(stream: number): StreamEvidence | null {
    return this.#evidence.get(stream) ?? null;
  }

  /** Nobody will ask for the stream any more. */
  forget(stream: number): void {
    this.#evidence.delete(stream);
  }

  #frame(direction: Direction, frame: RawFrame): void {
    const form = direction === 'in' ? this.#formFault(frame) : null;
    const flow = this.#follow(direction, frame);
    const block = this.#blocks[direction].take(frame);
    const state = frame.stream === 0 ? null : this.#move(direction, frame);
    const evidence = this.#evidence.get(frame.stream);
    const fault = direction === 'in' ? (form ?? this.#faultOf(frame, flow, block, evidence)) : null;
    if (evidence !== undefined) observe(evidence, direction, frame, block.fields);
    if (fault !== null) this.#blame(fault, frame, block, evidence);
    this.#sink.http2Frame({
      direction,
      type: frame.type,
      flags: frame.flags,
      stream: frame.stream,
      lengthBytes: frame.lengthBytes,
      paddingBytes: Math.min(frame.paddingBytes, frame.lengthBytes),
      offset: frame.offset,
      state,
      fields: block.fields,
      stalledMs: flow.stalledMs,
      stalledBy: flow.stalledBy,
      fault,
    });
    if (direction === 'in') this.#incoming.frame(frame, block, fault);
  }

  /** What one stream did wrong is no fault of the others. */
  #blame(
    code: FrameFault,
    frame: RawFrame,
    { fields }: BlockStep,
    evidence: StreamEvidence | undefined,
  ): void {
    const told = { code, params: faultParams(code, frame, fields) };
    if (endsConnection(code, frame.stream)) this.fault ??= told;
    else if (evidence !== undefined) evidence.fault ??= told;
  }

  /** What the frame changes for windows and limits. */
  #follow(
    direction: Direction,
    { type, flags, stream, lengthBytes, payload }: RawFrame,
  ): FlowResult {
    const other = direction === 'out' ? 'in' : 'out';
    if (type === FrameType.data)
      return this.#flow[direction].send(stream, lengthBytes, this.#nowMs);
    if (type === FrameType.windowUpdate && payload?.length === 4) {
      const incrementBytes = payload.readUInt32BE(0) & LARGEST_WINDOW_BYTES;
      return this.#flow[other].update(stream, incrementBytes, this.#nowMs);
    }
    if (type === FrameType.settings && payload !== null) {
      if ((flags & FrameFlag.ack) === 0) return this.#settings(direction, readSettings(payload));
      if (direction === 'in') return this.#apply('in', this.#asked);
    }
    return noFlow;
  }

  #settings(by: Direction, settings: [number, number][]): FlowResult {
    if (by === 'in') return this.#apply('out', settings);
    this.#asked = settings;
    return noFlow;
  }

  /** Settings of one side bind the sender of the other direction. */
  #apply(sender: Direction, settings: [number, number][]): FlowResult {
    let flow = noFlow;
    for (const [setting, value] of settings) {
      if (setting === Setting.initialWindowSize)
        flow = this.#flow[sender].setInitial(value, this.#nowMs);
      if (setting === Setting.maxFrameSize && sender === 'in') this.#maxFrameBytes = value;
    }
    return flow;
  }

  /** What can be seen of a frame before it changes anything. */
  #formFault(frame: RawFrame): FrameFault | null {
    const isFirst = this.#isFirstIn;
    this.#isFirstIn = false;
    if (isFirst && frame.type !== FrameType.settings) return 'WB_HTTP2_BAD_PREFACE';
    if (frame.lengthBytes > this.#maxFrameBytes) return 'WB_HTTP2_FRAME_TOO_LARGE';
    return formFault(frame) ?? orderFault(frame, this.#blocks.in.open, this.#highestStream);
  }

  #faultOf(
    frame: RawFrame,
    flow: FlowResult,
    block: BlockStep,
    evidence: StreamEvidence | undefined,
  ): FrameFault | null {
    const fault = flow.fault ?? block.fault;
    if (fault !== null || evidence === undefined) return fault;
    return messageFault(frame, block, evidence);
  }

  #move(direction: Direction, { type, flags, stream }: RawFrame): StreamState {
    const before = this.#states.get(stream);
    if (before === undefined) {
      if (direction === 'out' && type === FrameType.headers && stream > this.#highestStream)
        return this.#open(stream, flags);
      return stream > this.#highestStream ? 'idle' : 'closed';
    }
    const ends =
      (type === FrameType.data || type === FrameType.headers) &&
      (flags & FrameFlag.endStream) !== 0;
    const state =
      type === FrameType.rstStream ? 'closed' : ends ? afterEnd(before, direction) : before;
    if (state !== before) this.#enter(stream, state);
    return state;
  }

  #open(stream: number, flags: number): StreamState {
    this.#highestStream = stream;
    this.#evidence.set(stream, newEvidence());
    this.#flow.out.open(stream, this.#nowMs);
    this.#flow.in.open(stream, this.#nowMs);
    const state = (flags & FrameFlag.endStream) === 0 ? 'open' : 'half-closed (local)';
    this.#states.set(stream, state);
    return state;
  }

  #enter(stream: number, state: StreamState): void {
    if (state !== 'closed') {
      this.#states.set(stream, state);
      return;
    }
    this.#states.delete(stream);
    this.#flow.out.close(stream);
    this.#flow.in.close(stream);
  }
}
