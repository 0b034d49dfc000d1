import type { FailurePhase } from '../../errors/wireError.ts';
import { WireError } from '../../errors/wireError.ts';
import type { DialTarget } from './connection.ts';
import { abortSignalOf } from '../stop.ts';
import type { StopSignal } from '../stop.ts';

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** When dialing has to stop: the exchange was cancelled, or the connection timeout has passed. */
export interface Stopping {
  readonly signal: AbortSignal;
  /** The failure that says why it stopped. */
  reason(phase: FailurePhase): WireError;
}

/** Joins the caller's signal with the connection timeout of the target. */
export function stoppingOf(target: DialTarget, cancelled: StopSignal): Stopping {
  const timeoutMs = Math.min(target.connectionTimeoutMs, LONGEST_TIMER_MS);
  const signal = AbortSignal.any([abortSignalOf(cancelled), AbortSignal.timeout(timeoutMs)]);
  return {
    signal,
    reason: (phase) => (cancelled.aborted ? stoppedBy(cancelled, phase) : timedOut(target, phase)),
  };
}

/** The caller has a clock of its own, so its signal may be a timeout too. */
function stoppedBy({ expiredAfterMs }: StopSignal, phase: FailurePhase): WireError {
  if (typeof expiredAfterMs !== 'number') return new WireError('WB_CANCELLED', phase);
  const params = { limit: `${expiredAfterMs / 1000} s` };
  return new WireError('WB_TIMEOUT', phase, { params });
}

function timedOut(target: DialTarget, phase: FailurePhase): WireError {
  const params = {
    host: target.host,
    port: String(target.port),
    limit: `${target.connectionTimeoutMs / 1000} s`,
  };
  return new WireError(phase === 'tcp' ? 'WB_TCP_TIMEOUT' : 'WB_TIMEOUT', phase, { params });
}

/** Waits for `work`, but no longer than `stopping` allows; `phase` is what a stop is blamed on. */
export function unlessStopped<T>(
  work: Promise<T>,
  stopping: Stopping,
  phase: FailurePhase,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(stopping.reason(phase));
    if (stopping.signal.aborted) stop();
    stopping.signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => stopping.signal.removeEventListener('abort', stop));
  });
}
