import { ByteLog } from './byteLog.ts';
import type { ByteSource } from './byteLog.ts';
import { ColumnLog, slotOf } from './columnLog.ts';
import { HiddenStrings } from './hiddenStrings.ts';
import { Http2Log } from './http2Log.ts';
import type { MemoryBudget } from './memoryBudget.ts';
import { StreamBytes } from './streamBytes.ts';
import { TlsProgress } from './tlsProgress.ts';
import type { ConnectionFacts } from '../wire/dialer/connection.ts';
import type { WireEventBody } from '../wire/events.ts';
import type { Direction, HeaderField, SocketAddress } from '../wire/wireFacts.ts';
import { endsConnection } from '../wire/http2/frameFault.ts';
import { FRAME_HEADER_BYTES, PREFACE_BYTES } from '../wire/http2/frameHeader.ts';
import { FrameType } from '../wire/http2/frameType.ts';
import type { ConnectionSink, Http2FrameFields } from '../wire/sink.ts';

/** Bytes as they passed the tap at once. */
export interface Chunk {
  /** On the recording's clock. */
  timeMs: number;
  direction: Direction;
  offset: number;
  lengthBytes: number;
}

interface ChunkColumns extends Record<string, Float64Array | Uint32Array | Uint8Array> {
  timeMs: Float64Array;
  offset: Float64Array;
  lengthBytes: Uint32Array;
  out: Uint8Array;
}

/** Who wants to know of the HTTP/2 frames of a socket. */
export interface Http2Follower {
  readonly id: number;
  http2Frame(connection: ConnectionLog, row: number, fields: readonly HeaderField[] | null): void;
  /** That many bytes of the socket, frame headers included, are its own. */
  http2Bytes(connection: ConnectionLog, direction: Direction, bytes: number): void;
}

type CountedFrame = Pick<Http2FrameFields, 'stream' | 'direction' | 'lengthBytes'>;

/** Both directions of a stream that carries another protocol. */
export type Tunnel = Record<Direction, StreamBytes>;

/** What happened to a socket at its end. */
export interface ConnectionEnd {
  by: 'local' | 'remote' | 'error';
  reason: string | null;
  /** What came that nobody had asked for: how much, and its beginning. */
  stray: { lengthBytes: number; beginning: Buffer } | null;
}

/** Longer than what is shown, so that a secret is not cut where it is masked. */
const strayBytes = 4 * 1024;

function allocateChunks(rows: number): ChunkColumns {
  return {
    timeMs: new Float64Array(rows),
    offset: new Float64Array(rows),
    lengthBytes: new Uint32Array(rows),
    out: new Uint8Array(rows),
  };
}

/** One socket: the plaintext bytes of both directions, the chunks they came in, and what is known of it. */
export class ConnectionLog implements ConnectionSink {
  readonly id: number;
  readonly out: ByteLog;
  readonly in: ByteLog;
  /** The connection whose HTTP/2 stream this is; `null` of a socket. */
  readonly carrier: number | null = null;
  readonly http2: Http2Log;
  readonly tls = new TlsProgress();
  /** Of the handshake with an HTTPS proxy. */
  readonly proxyTls = new TlsProgress();
  /** Of HTTP/2, where streams of several exchanges share the bytes. */
  readonly hidden = new HiddenStrings();
  /** Exchanges it carried, oldest first; a redirect on the same socket is a further request of its exchange. */
  readonly exchanges: number[] = [];
  /** Times that an exchange (or a further hop of it) took this socket. */
  requests = 0;
  cipherBytesOut = 0;
  cipherBytesIn = 0;
  facts: ConnectionFacts | null = null;
  local: SocketAddress | null = null;
  remote: SocketAddress | null = null;
  /** Milliseconds since the epoch. */
  openedAtMs: number | null = null;
  /** When it was ready and when it closed, on the recording's clock. */
  openedClockMs: number | null = null;
  endClockMs: number | null = null;
  end: ConnectionEnd | null = null;
  /** When bytes last passed, on the recording's clock. */
  lastChunkMs = 0;
  readonly #chunks: ColumnLog<ChunkColumns>;
  readonly #followers = new Set<Http2Follower>();
  readonly #streams = new Map<number, Http2Follower>();
  /** Streams that are closed, and whose exchange is not over. */
  readonly #ended = new Set<number>();
  readonly #tunnels = new Map<number, Tunnel>();
  readonly #budget: MemoryBudget;
  #dialedBy: number | null = null;
  readonly #changed: (connection: ConnectionLog) => void;

  constructor(id: number, budget: MemoryBudget, changed: (connection: ConnectionLog) => void) {
    this.id = id;
    this.#budget = budget;
    this.out = new ByteLog(budget);
    this.in = new ByteLog(budget);
    this.http2 = new Http2Log(budget);
    this.#chunks = new ColumnLog(budget, allocateChunks);
    this.#changed = changed;
  }

  get chunkCount(): number {
    return this.#chunks.length;
  }

  bytes(direction: Direction, chunk: Uint8Array): number {
    const offset = (direction === 'out' ? this.out : this.in).append(chunk);
    const row = this.#chunks.add();
    const columns = this.#chunks.tail;
    const slot = slotOf(row);
    this.lastChunkMs = performance.now();
    columns.timeMs[slot] = this.lastChunkMs;
    columns.offset[slot] = offset;
    columns.lengthBytes[slot] = chunk.length;
    columns.out[slot] = direction === 'out' ? 1 : 0;
    return offset;
  }

  cipherBytes(direction: Direction, lengthBytes: number): void {
    if (direction === 'out') this.cipherBytesOut += lengthBytes;
    else this.cipherBytesIn += lengthBytes;
  }

  http2Frame(frame: Http2FrameFields): void {
    const row = this.http2.append(frame, this.lastChunkMs);
    this.#followTunnel(frame);
    const { stream, fields, fault } = frame;
    this.#count(row, frame);
    if (stream === 0 || (fault !== null && endsConnection(fault, stream))) {
      for (const follower of this.#followers) follower.http2Frame(this, row, fields);
    } else {
      this.#streams.get(stream)?.http2Frame(this, row, fields);
    }
    if (frame.state === 'closed') this.#streamEnded(stream);
  }

  /** The bytes of a stream that was opened by an extended CONNECT. */
  tunnel(stream: number): Tunnel {
    const known = this.#tunnels.get(stream);
    if (known !== undefined) return known;
    const tunnel = {
      out: new StreamBytes(this.out, this.#budget),
      in: new StreamBytes(this.in, this.#budget),
    };
    this.#tunnels.set(stream, tunnel);
    return tunnel;
  }

  /** Tells somebody of the frames of the connection itself, from its beginning where it was the first to use it. */
  follow(follower: Http2Follower): void {
    this.#followers.add(follower);
    if (this.requests > 1) return;
    for (let row = 0; row < this.http2.length; row++) {
      const frame = this.http2.read(row);
      if (frame !== null) this.#count(row, frame);
      follower.http2Frame(this, row, null);
    }
  }

  /** Tells somebody of the frames of a stream. */
  followStream(stream: number, follower: Http2Follower): void {
    this.#streams.set(stream, follower);
  }

  /** No longer tells of frames of the connection. */
  unfollow(follower: Http2Follower): void {
    this.#followers.delete(follower);
    for (const stream of this.#ended) {
      if (this.#streams.get(stream) === follower) this.#forgetStream(stream);
    }
  }

  opened(facts: ConnectionFacts): void {
    this.facts = facts;
    // The client's end of a UNIX socket has no name.
    this.local = facts.local.address === '' ? null : facts.local;
    this.remote = facts.remote;
    this.openedAtMs = Date.now();
    this.openedClockMs = performance.now();
    this.#changed(this);
  }

  closed(by: 'local' | 'remote' | 'error', reason?: string, stray?: Uint8Array): void {
    this.end ??= { by, reason: reason ?? null, stray: stray ? strayOf(stray) : null };
    this.endClockMs ??= performance.now();
    this.#followers.clear();
    this.#streams.clear();
    this.#ended.clear();
    this.#changed(this);
  }

  /** An exchange puts a request on the socket. */
  carry(exchange: number): void {
    this.requests++;
    if (this.exchanges.at(-1) !== exchange) this.exchanges.push(exchange);
  }

  /** Whether one of these exchanges dialed the socket or used it. */
  concernsAny(exchanges: ReadonlyMap<number, unknown>): boolean {
    // The last one is the last to be dropped.
    if (exchanges.has(this.exchanges.at(-1) ?? 0) || exchanges.has(this.#dialedBy ?? 0))
      return true;
    return this.exchanges.some((id) => exchanges.has(id));
  }

  /** What an event of an exchange tells of the socket before it is open. */
  observe(event: WireEventBody, exchange: number): void {
    this.#dialedBy ??= exchange;
    if (event.event === 'tcp.connected') {
      this.local = event.local;
      this.remote = event.remote;
    } else if (event.event.startsWith('tls.')) {
      const isProxys = 'via' in event && event.via === 'proxy';
      (isProxys ? this.proxyTls : this.tls).observe(event);
    }
  }

  /** The bytes of one direction. */
  log(direction: Direction): ByteSource {
    return direction === 'out' ? this.out : this.in;
  }

  /** The chunk; `null` where it fell out or does not exist. */
  chunk(row: number): Chunk | null {
    const columns = this.#chunks.block(row);
    if (columns === null) return null;
    const slot = slotOf(row);
    return {
      timeMs: columns.timeMs[slot]!,
      direction: columns.out[slot] === 1 ? 'out' : 'in',
      offset: columns.offset[slot]!,
      lengthBytes: columns.lengthBytes[slot]!,
    };
  }

  /** The bytes of a stream are those of its exchange, the bytes of the connection those of the first to use it. */
  #count(row: number, { stream, direction, lengthBytes }: CountedFrame): void {
    const owner =
      stream === 0
        ? [...this.#followers].find(({ id }) => id === this.exchanges[0])
        : this.#streams.get(stream);
    const bytes = FRAME_HEADER_BYTES + lengthBytes + (row === 0 ? PREFACE_BYTES : 0);
    owner?.http2Bytes(this, direction, bytes);
  }

  /** What still comes on it, as a RST_STREAM behind the answer, is told as long as its exchange is not over. */
  #streamEnded(stream: number): void {
    const follower = this.#streams.get(stream);
    if (follower === undefined) return;
    if (this.#followers.has(follower)) this.#ended.add(stream);
    else this.#forgetStream(stream);
  }

  #forgetStream(stream: number): void {
    this.#streams.delete(stream);
    this.#ended.delete(stream);
  }

  /** From its first frame on: DATA may come together with the answer. */
  #followTunnel(frame: Http2FrameFields): void {
    const { stream, direction, type, offset, lengthBytes, paddingBytes } = frame;
    if (frame.fields?.some(([name]) => name === ':protocol')) this.tunnel(stream);
    if (type === FrameType.data) {
      const start = offset + FRAME_HEADER_BYTES + Math.min(paddingBytes, 1);
      this.#tunnels.get(stream)?.[direction].carried(start, lengthBytes - paddingBytes);
    }
    if (frame.state === 'closed') this.#tunnels.delete(stream);
  }

  dispose(): void {
    this.out.dispose();
    this.in.dispose();
    this.http2.dispose();
    this.#chunks.dispose();
  }
}

function strayOf(bytes: Uint8Array): ConnectionEnd['stray'] {
  return { lengthBytes: bytes.length, beginning: Buffer.from(bytes.subarray(0, strayBytes)) };
}
