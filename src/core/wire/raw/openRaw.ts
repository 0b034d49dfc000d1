import { WireError } from '../../errors/wireError.ts';
import type { PreparedRequest } from '../../runner/preparedRequest.ts';
import type { Channel } from '../conversation/channel.ts';
import { ConversationSession } from '../conversation/session.ts';
import { dial } from '../dialer/dial.ts';
import { dialTargetOf } from '../dialer/dialTarget.ts';
import type { Judge } from '../judge.ts';
import type { ExchangeSink, WireRecorder } from '../sink.ts';
import { dialUdp } from './dialUdp.ts';
import { DatagramChannel } from './datagramChannel.ts';
import { StreamChannel } from './streamChannel.ts';

/** Opens a raw TCP, TLS or UDP socket, does the steps of the request and records all of it. */
export function openRaw(
  request: PreparedRequest,
  sink: ExchangeSink,
  recorder: WireRecorder,
  judge?: Judge,
): ConversationSession {
  const open = async (signal: AbortSignal): Promise<Channel> => {
    const channel = await openChannel(request, sink, recorder, signal);
    sink.opened();
    return channel;
  };
  return new ConversationSession(request, sink, open, judge);
}

async function openChannel(
  { url, options, kind }: PreparedRequest,
  sink: ExchangeSink,
  recorder: WireRecorder,
  signal: AbortSignal,
): Promise<Channel> {
  const target = { ...dialTargetOf(new URL(url), options, []), tunnel: true };
  target.connectionTimeoutMs = Math.min(target.connectionTimeoutMs, options.timeoutMs ?? Infinity);
  if (kind === 'udp') return new DatagramChannel(await dialUdp(target, sink, recorder, signal));
  const connection = await dial(target, sink, recorder, signal);
  if (!signal.aborted) return new StreamChannel(connection, sink);
  connection.stream.destroy();
  throw new WireError('WB_CANCELLED', 'tcp');
}
