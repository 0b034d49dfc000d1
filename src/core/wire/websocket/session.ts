import type { CookieJar } from 'tough-cookie';
import { WireError } from '../../errors/wireError.ts';
import { defaultConversation } from '../../runner/preparedRequest.ts';
import type { PreparedRequest } from '../../runner/preparedRequest.ts';
import { Reconnects } from '../conversation/reconnects.ts';
import { ConversationSession } from '../conversation/session.ts';
import type { Connection } from '../dialer/connection.ts';
import { dial } from '../dialer/dial.ts';
import { dialTargetOf } from '../dialer/dialTarget.ts';
import type { Judge } from '../judge.ts';
import type { ExchangeSink, WireRecorder } from '../sink.ts';
import { WebSocketChannel } from './channel.ts';
import type { ResponseHead } from '../http/hop.ts';
import type { Pools } from '../http/pools.ts';
import { makeOffer } from './handshake.ts';
import type { UpgradeOffer } from './handshake.ts';
import { HandshakeCredentials } from './handshakeCredentials.ts';
import { openOverHttp2, wantsHttp2 } from './overHttp2.ts';
import { upgrade } from './upgrade.ts';
import type { Opened } from './upgrade.ts';

const CLOSE_TIMEOUT_MS = 5000;

/** What a session needs beside its request. */
export interface WebSocketContext {
  recorder: WireRecorder;
  /** Connections of HTTP/2 that carry WebSockets beside requests. */
  pools: Pools;
  judge?: Judge;
  /** Cookies that the handshake sends, and keeps. */
  cookieJar: CookieJar;
  /** How long the server may take to answer a close frame; 5 s unless given. */
  closeTimeoutMs?: number;
}

/** Opens a WebSocket, does the steps of the request and records all of it. */
export function openWebSocket(
  request: PreparedRequest,
  sink: ExchangeSink,
  context: WebSocketContext,
): ConversationSession {
  const open = (signal: AbortSignal) => openChannel(request, sink, context, signal);
  const { reconnectLimit = 0 } = request.options;
  const reconnects = reconnectLimit > 0 ? new Reconnects(reconnectLimit, request.url, sink) : null;
  return new ConversationSession(request, sink, open, context.judge, reconnects);
}

/** A challenge is answered on a new connection. */
async function openChannel(
  request: PreparedRequest,
  sink: ExchangeSink,
  context: WebSocketContext,
  signal: AbortSignal,
): Promise<WebSocketChannel> {
  const credentials = new HandshakeCredentials(request, context.cookieJar);
  for (;;) {
    try {
      return await shakeHands(request, credentials, sink, context, signal);
    } catch (error) {
      if (credentials.challenge === null) throw error;
      sink.emit({ event: 'http.challenge', url: request.url, ...credentials.challenge });
    }
  }
}

async function shakeHands(
  request: PreparedRequest,
  credentials: HandshakeCredentials,
  sink: ExchangeSink,
  { recorder, pools, closeTimeoutMs = CLOSE_TIMEOUT_MS }: WebSocketContext,
  signal: AbortSignal,
): Promise<WebSocketChannel> {
  const { options } = request;
  const offer = makeOffer({ ...request, headers: await credentials.headers() });
  const onAnswer = (head: ResponseHead): void => credentials.answered(head);
  const opened = wantsHttp2(request)
    ? await openOverHttp2(offer, request, { pools, recorder, sink, signal, onAnswer })
    : await dialAndUpgrade(offer, request, sink, recorder, signal, onAnswer);
  if (signal.aborted) {
    opened.connection.stream.destroy();
    throw new WireError('WB_CANCELLED', 'upgrade');
  }
  const channel = new WebSocketChannel({
    ...opened,
    sink,
    maxPayloadBytes: options.maxPayloadBytes,
    options: options.conversation ?? defaultConversation,
    closeTimeoutMs,
  });
  sink.opened();
  channel.start(opened.rest);
  return channel;
}

async function dialAndUpgrade(
  offer: UpgradeOffer,
  request: PreparedRequest,
  sink: ExchangeSink,
  recorder: WireRecorder,
  signal: AbortSignal,
  onAnswer: (head: ResponseHead) => void,
): Promise<Opened> {
  const connection = await dialFor(request, sink, recorder, signal);
  try {
    return await upgrade(offer, request.options, connection, sink, signal, onAnswer);
  } catch (error) {
    connection.stream.destroy();
    throw error;
  }
}

async function dialFor(
  { options, url }: PreparedRequest,
  sink: ExchangeSink,
  recorder: WireRecorder,
  signal: AbortSignal,
): Promise<Connection> {
  const target = { ...dialTargetOf(new URL(url), options, ['http/1.1']), tunnel: true };
  const limitMs = options.timeoutMs ?? Infinity;
  target.connectionTimeoutMs = Math.min(target.connectionTimeoutMs, limitMs);
  return dial(target, sink, recorder, signal);
}
