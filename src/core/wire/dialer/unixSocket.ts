import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { WireErrorCode } from '../../errors/wireError.ts';
import { WireError } from '../../errors/wireError.ts';
import type { WireEventBody } from '../events.ts';
import type { Stopping } from './stopping.ts';

const CODE_OF_CAUSE: Record<string, WireErrorCode> = {
  ENOENT: 'WB_UNIX_NOT_FOUND',
  ECONNREFUSED: 'WB_UNIX_REFUSED',
};

/** Connects to a UNIX socket; the attempt is an event. Fails with a `WB_UNIX_…` code, or as `stopping` says. */
export function connectUnix(
  path: string,
  emit: (event: WireEventBody) => void,
  stopping: Stopping,
): Promise<Socket> {
  emit({ event: 'unix.connect', path });
  return new Promise((resolve, reject) => {
    const socket = connect({ path: systemPath(path), allowHalfOpen: true });
    const stop = (): void => {
      socket.destroy();
      reject(stopping.reason('tcp'));
    };
    const fail = (cause: NodeJS.ErrnoException): void => {
      stopping.signal.removeEventListener('abort', stop);
      const code = cause.code ?? 'unknown';
      emit({ event: 'unix.failed', path, code });
      const params = { path, systemCode: code };
      reject(new WireError(CODE_OF_CAUSE[code] ?? 'WB_UNIX_FAILED', 'tcp', { cause, params }));
    };
    socket.once('error', fail);
    socket.once('connect', () => {
      stopping.signal.removeEventListener('abort', stop);
      socket.off('error', fail);
      emit({ event: 'unix.connected', path });
      resolve(socket);
    });
    if (stopping.signal.aborted) stop();
    else stopping.signal.addEventListener('abort', stop, { once: true });
  });
}

/** The name of an abstract socket begins with NUL (unix(7)); nobody can read or write that. */
function systemPath(path: string): string {
  return path.startsWith('@') ? `\0${path.slice(1)}` : path;
}
