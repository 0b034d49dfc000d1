import { WireError } from '../../errors/wireError.ts';
import type { PreparedRequest } from '../../runner/preparedRequest.ts';
import type { Connection } from '../dialer/connection.ts';
import { Tap } from '../dialer/tap.ts';
import type { HeaderField } from '../wireFacts.ts';
import { ExchangeLimit } from '../http/exchangeLimit.ts';
import type { RequestHead, ResponseHead } from '../http/hop.ts';
import { HopProgress } from '../http/hopProgress.ts';
import { http2Head } from '../http/http2Head.ts';
import type { TunnelAnswer } from '../http/http2Tunnel.ts';
import { Http2Transport } from '../http/http2Transport.ts';
import { located, takeConnection } from '../http/lease.ts';
import type { Lease } from '../http/originPool.ts';
import type { Pools } from '../http/pools.ts';
import type { PoolTarget } from '../http/poolTarget.ts';
import { addressOf, poolTargetOf } from '../http/poolTarget.ts';
import type { TunnelStream } from '../http/tunnelStream.ts';
import type { ConnectionSink, ExchangeSink, WireRecorder } from '../sink.ts';
import type { Agreement, UpgradeOffer } from './handshake.ts';
import { agreeOverHttp2, chosenExtensions, joined } from './handshake.ts';
import type { Opened } from './upgrade.ts';
import type { StopSignal } from '../stop.ts';

/** Header fields of the upgrade that the extended CONNECT does without (RFC 8441 §5). */
const LEFT_OUT = new Set(['sec-websocket-key', 'upgrade', 'connection', 'host']);

/** What was written last has so long to leave. */
const FLUSH_LIMIT_MS = 1_000;

/** What opening over HTTP/2 needs beside its request. */
export interface Http2Opening {
  pools: Pools;
  recorder: WireRecorder;
  sink: ExchangeSink;
  signal: StopSignal;
  /** Sees every answer. */
  onAnswer: (head: ResponseHead) => void;
}

/** Whether a request wants its WebSocket on a stream of HTTP/2; in the clear only prior knowledge can have that. */
export function wantsHttp2({ url, options: { httpVersion } }: PreparedRequest): boolean {
  return httpVersion === '2-prior' || (httpVersion === '2' && url.startsWith('wss:'));
}

/**
 * Opens a WebSocket on a stream of an HTTP/2 connection, which it shares with others (RFC 8441). Fails with
 * `WB_WS_NO_CONNECT_PROTOCOL` where the server does not take them, else as an upgrade does.
 */
export async function openOverHttp2(
  offer: UpgradeOffer,
  request: PreparedRequest,
  opening: Http2Opening,
): Promise<Opened> {
  const { options } = request;
  const target = targetOf(request);
  const { pools, recorder, sink } = opening;
  const limit = new ExchangeLimit(options.timeoutMs, opening.signal);
  try {
    const { signal } = limit;
    const lease = await pools.acquire({ target, sink, recorder, signal });
    const answer = await connect(lease, offer, request, target, { ...opening, signal });
    const { connection } = lease.transport;
    reportHandshake(answer.head, connection, sink);
    const { deflate } = agreed(offer, answer, options.maxPayloadBytes);
    const log = recorder.openStream(connection.id, answer.stream!.id, sink.id);
    const stream = new StreamTap(answer.stream!, log);
    return {
      connection: withStream(connection, stream),
      log: log.id,
      deflate,
      rest: Buffer.alloc(0),
      inOffset: 0,
      outOffset: 0,
    };
  } catch (error) {
    throw error instanceof WireError ? limit.explain(located(error, target)) : error;
  } finally {
    limit.release();
  }
}

/** The connection as whoever speaks over one of its streams sees it; its own bytes are HTTP/2's. */
function withStream(carrier: Connection, stream: Tap): Connection {
  const { id, facts, socket, sink, forwarder } = carrier;
  return { id, facts, stream, socket, sink, onPlaintext: null, requests: 0, forwarder };
}

/** A stream that was opened on other terms than ours is cancelled. */
function agreed(offer: UpgradeOffer, answer: TunnelAnswer, maxPayloadBytes: number): Agreement {
  try {
    return agreeOverHttp2(offer, answer.head, maxPayloadBytes);
  } catch (error) {
    answer.stream?.destroy();
    throw error;
  }
}

function targetOf({ url, options }: PreparedRequest): PoolTarget {
  const target = poolTargetOf(addressOf(httpUrlOf(url)), options);
  const connectionTimeoutMs = Math.min(
    target.dial.connectionTimeoutMs,
    options.timeoutMs ?? Infinity,
  );
  return { ...target, dial: { ...target.dial, connectionTimeoutMs } };
}

function httpUrlOf(url: string): string {
  return url.replace(/^ws/i, 'http');
}

/** Asks for the stream; the lease is handed back when the stream is gone. */
async function connect(
  lease: Lease,
  offer: UpgradeOffer,
  request: PreparedRequest,
  target: PoolTarget,
  { pools, sink, signal, onAnswer }: Http2Opening,
): Promise<TunnelAnswer> {
  const { transport } = lease;
  takeConnection(lease, sink);
  const release = (): void => pools.release(target, transport);
  if (!(transport instanceof Http2Transport)) {
    release();
    const params = { reason: 'it speaks HTTP/1.1' };
    throw new WireError('WB_WS_NO_CONNECT_PROTOCOL', 'upgrade', { params });
  }
  const progress = new HopProgress(sink, transport.connection.id);
  try {
    const answer = await transport.openTunnel(headOf(offer, request), progress, signal, release);
    onAnswer(answer.head);
    return answer;
  } finally {
    // A stream that is open has no body, not even an empty one.
    if (isOpen(progress.head)) sink.phase('receive', 'end');
    else await progress.end()?.catch(() => undefined);
  }
}

function isOpen(head: ResponseHead | null): boolean {
  return head !== null && head.status >= 200 && head.status < 300;
}

/** The pseudo-header fields of an extended CONNECT, then what the upgrade would say (RFC 8441 §4). */
function headOf({ headers }: UpgradeOffer, { url }: PreparedRequest): RequestHead {
  const httpUrl = httpUrlOf(url);
  const hop = {
    method: 'CONNECT',
    url: httpUrl,
    address: addressOf(httpUrl),
    headers,
    body: [],
    bodyBytes: 0,
  };
  const head = http2Head(hop);
  const fields = head.headers.flatMap(([name, value]): HeaderField[] => {
    if (name === ':method')
      return [
        [name, value],
        [':protocol', 'websocket'],
      ];
    return LEFT_OUT.has(name) || name === 'content-length' ? [] : [[name, value]];
  });
  return { ...head, headers: fields };
}

/** Recorded before it is judged, so that its faults can be seen. */
function reportHandshake(head: ResponseHead, connection: Connection, sink: ExchangeSink): void {
  sink.emit(
    {
      event: 'ws.handshake',
      key: '',
      accept: joined(head.headers, 'sec-websocket-accept'),
      acceptExpected: '',
      acceptOk: true,
      extendedConnect: true,
      protocol: joined(head.headers, 'sec-websocket-protocol'),
      extensions: chosenExtensions(head) ?? [],
      status: head.status,
      headers: head.headers,
    },
    connection.id,
  );
}

/** The bytes of a stream, recorded as they pass. Its end is that of the stream alone (RFC 8441 §5). */
class StreamTap extends Tap {
  readonly #stream: TunnelStream;

  constructor(stream: TunnelStream, log: ConnectionSink) {
    const observer = {
      incoming: (chunk: Buffer) => void log.bytes('in', chunk),
      outgoing: (chunk: Buffer) => void log.bytes('out', chunk),
    };
    super(stream, observer);
    this.#stream = stream;
    stream.once('close', () => log.closed('local'));
  }

  /** END_STREAM, then CANCEL where the server has not sent its own. */
  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    const cancel = (): void => void this.#stream.destroy();
    const timer = setTimeout(cancel, FLUSH_LIMIT_MS);
    this.#stream.once('close', () => clearTimeout(timer));
    this.#stream.end(cancel);
    callback(error);
  }
}
