import { WireError } from '../../errors/wireError.ts';
import type { ExchangeSink } from '../sink.ts';
import type { Hop, ResponseHead } from './hop.ts';
import { HopProgress } from './hopProgress.ts';
import type { HttpContext } from './httpContext.ts';
import type { Lease } from './originPool.ts';
import type { PoolTarget } from './poolTarget.ts';
import { located, takeConnection } from './lease.ts';

/** RFC 9110 §9.2.2: sending these twice means the same as once. */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/**
 * Sends one hop on a connection of the pool and records it. Where a reused connection turns out to be closed
 * before any answer, a request that may be repeated is sent once more on a new one, which shows as a hop of its own.
 */
export async function sendHop(
  hop: Hop,
  target: PoolTarget,
  sink: ExchangeSink,
  context: HttpContext,
): Promise<ResponseHead> {
  const { pools, recorder, signal, eventStream, copy } = context;
  const want = { target, sink, recorder, signal };
  for (let isRepeated = false; ; isRepeated = true) {
    const acquired = pools.acquire(want);
    const lease = acquired instanceof Promise ? await acquired : acquired;
    const { transport } = lease;
    const { id } = transport.connection;
    takeConnection(lease, sink);
    const progress = new HopProgress(sink, id, eventStream, copy);
    try {
      await transport.send(hop, progress, signal);
    } catch (error) {
      // The failure of the connection explains a body that does not decode to its end.
      await progress.end()?.catch(() => undefined);
      pools.release(target, transport);
      if (isRepeated || !mayGoAgain(error, hop, lease)) throw explained(error, target);
      const { code, phase } = error;
      sink.emit({ event: 'http.retry', url: hop.url, code, phase }, id);
      pools.closeStale(target);
      continue;
    }
    pools.release(target, transport);
    const ending = progress.end();
    if (ending !== null) await ending;
    return progress.head!;
  }
}

function explained(error: unknown, target: PoolTarget): unknown {
  return error instanceof WireError ? located(error, target) : error;
}

function mayGoAgain(error: unknown, hop: Hop, { reused }: Lease): error is WireError {
  return isUnprocessed(error) || (reused && mayRepeat(hop) && isStale(error));
}

/** A body that is read from a file as it is sent may not be the same a second time. */
function mayRepeat({ method, body }: Hop): boolean {
  return IDEMPOTENT.has(method) && body.every((part) => 'bytes' in part);
}

/** The server says that it has not looked at the request: it may go out again, whatever it is (RFC 9113 §8.7). */
function isUnprocessed(error: unknown): error is WireError {
  return error instanceof WireError && error.params['unprocessed'] === 'true';
}

/** The server had closed the connection before it saw the request. */
function isStale(error: unknown): error is WireError {
  if (!(error instanceof WireError)) return false;
  if (error.code === 'WB_HTTP_CLOSED_BEFORE_RESPONSE') return true;
  return error.code === 'WB_CONNECTION_RESET' && error.params['receivedBytes'] === '0';
}
