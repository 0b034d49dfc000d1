import type { PerMessageDeflate } from 'ws';
import { WireError } from '../../errors/wireError.ts';
import type { RequestOptions } from '../../runner/preparedRequest.ts';
import type { Connection } from '../dialer/connection.ts';
import { ExchangeLimit } from '../http/exchangeLimit.ts';
import type { ResponseHead } from '../http/hop.ts';
import { HopProgress } from '../http/hopProgress.ts';
import { headBytes } from '../http/requestHead.ts';
import type { ExchangeSink } from '../sink.ts';
import type { UpgradeOffer } from './handshake.ts';
import { acceptFor, agree, chosenExtensions, joined } from './handshake.ts';
import type { UpgradeAnswerRead } from './upgradeAnswerReader.ts';
import { UpgradeAnswerReader } from './upgradeAnswerReader.ts';

const SWITCHING_PROTOCOLS = 101;

/** A connection, or a stream of one, that speaks WebSocket from here on. */
export interface Opened {
  connection: Connection;
  /** Of whose bytes the frames are. */
  log: number;
  deflate: PerMessageDeflate | null;
  /** What came behind the 101. */
  rest: Buffer;
  /** Where the frames begin in the connection's byte logs. */
  inOffset: number;
  outOffset: number;
}

/**
 * Does the opening handshake on a connection that was used for nothing else (RFC 6455 §4.1). A refused upgrade
 * is recorded with its headers and body; `onAnswer` sees every answer. Fails with a `WireError`; the caller closes the socket then.
 */
export async function upgrade(
  offer: UpgradeOffer,
  options: RequestOptions,
  connection: Connection,
  sink: ExchangeSink,
  signal: AbortSignal,
  onAnswer: (head: ResponseHead) => void,
): Promise<Opened> {
  const { target, headers } = offer;
  const request = { method: 'GET', target, httpVersion: '1.1', headers, bodyLength: 0 };
  const bytes = headBytes(request);
  const progress = new HopProgress(sink, connection.id);
  const reader = new UpgradeAnswerReader(connection.stream, progress);
  const limit = new ExchangeLimit(options.timeoutMs, signal);
  sink.useConnection(connection.id);
  connection.requests++;
  try {
    const answer = reader.read(limit.signal);
    progress.sending(request);
    connection.stream.write(bytes, () => reader.sent());
    if (connection.socket.isDrained) reader.sent();
    const { head, rest, inOffset } = await ended(answer, progress, sink);
    onAnswer(head);
    reportHandshake(offer, head, connection, sink);
    const { deflate } = agree(offer, head, options.maxPayloadBytes);
    const log = connection.id;
    return { connection, log, deflate, rest, inOffset, outOffset: bytes.length };
  } catch (error) {
    throw error instanceof WireError ? limit.explain(error) : error;
  } finally {
    limit.release();
  }
}

/** Ends phase and body. A refusal whose body does not decode is still a refusal. */
async function ended(
  answer: Promise<UpgradeAnswerRead>,
  progress: HopProgress,
  sink: ExchangeSink,
): Promise<UpgradeAnswerRead> {
  try {
    return await answer;
  } finally {
    // A 101 has no body, not even an empty one.
    if (progress.head?.status === SWITCHING_PROTOCOLS) sink.phase('receive', 'end');
    else await progress.end()?.catch(() => undefined);
  }
}

/** Recorded before it is judged, so that its faults can be seen. */
function reportHandshake(
  offer: UpgradeOffer,
  head: ResponseHead,
  connection: Connection,
  sink: ExchangeSink,
): void {
  const accept = joined(head.headers, 'sec-websocket-accept');
  const acceptExpected = acceptFor(offer.key);
  sink.emit(
    {
      event: 'ws.handshake',
      key: offer.key,
      accept,
      acceptExpected,
      acceptOk: accept === acceptExpected,
      protocol: joined(head.headers, 'sec-websocket-protocol'),
      extensions: chosenExtensions(head) ?? [],
      status: head.status,
      headers: head.headers,
    },
    connection.id,
  );
}
