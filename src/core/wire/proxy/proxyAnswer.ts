import type { Duplex } from 'node:stream';
import { WireError } from '../../errors/wireError.ts';
import { excerpt } from '../dialer/excerpt.ts';
import type { TunnelContext } from './tunnelContext.ts';

/** The longest answer that is read; an HTTP proxy's header limit is lower. */
const ANSWER_LIMIT_BYTES = 512 * 1024;

/**
 * Reads one answer of a proxy; what follows it stays in the stream. `read` takes each chunk and says how many bytes of
 * it belong to the answer once that is complete, `null` before; it may throw, and `ended` may call an answer complete
 * when the proxy closes. Fails with a `WireError` of phase proxy.
 */
export function proxyAnswer(
  { stream, proxy, stopping }: TunnelContext,
  read: (chunk: Buffer) => number | null,
  ended: () => boolean = () => false,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let receivedBytes = 0;
    const settle = (act: () => void): void => {
      stream.off('data', take).off('end', close).off('close', close).off('error', fail);
      stopping.signal.removeEventListener('abort', stop);
      stream.pause();
      act();
    };
    const take = (chunk: Buffer): void => {
      receivedBytes += chunk.length;
      try {
        const taken = read(chunk);
        if (taken !== null) settle(() => leave(stream, chunk.subarray(taken), resolve));
        else if (receivedBytes > ANSWER_LIMIT_BYTES) throw badAnswer(proxy.shown, chunk);
      } catch (error) {
        settle(() => reject(error));
      }
    };
    const close = (): void => settle(() => (ended() ? resolve() : reject(closed(proxy.shown))));
    const fail = (cause: Error): void => settle(() => reject(closed(proxy.shown, cause)));
    const stop = (): void => settle(() => reject(stopping.reason('proxy')));
    stream.on('data', take).once('end', close).once('close', close).once('error', fail);
    if (stopping.signal.aborted) stop();
    else stopping.signal.addEventListener('abort', stop, { once: true });
    // Listening alone does not set a stream going again that was paused.
    stream.resume();
  });
}

/** The answer is no answer of such a proxy. */
export function badAnswer(proxy: string, received: Buffer, cause?: unknown): WireError {
  const params = { proxy, received: excerpt(received) };
  return new WireError('WB_PROXY_BAD_ANSWER', 'proxy', { cause, params });
}

function leave(stream: Duplex, rest: Buffer, resolve: () => void): void {
  if (rest.length > 0) stream.unshift(rest);
  resolve();
}

function closed(proxy: string, cause?: Error): WireError {
  return new WireError('WB_PROXY_CLOSED', 'proxy', { cause, params: { proxy } });
}
