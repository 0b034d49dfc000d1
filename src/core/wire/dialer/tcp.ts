import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { WireErrorCode } from '../../errors/wireError.ts';
import { WireError } from '../../errors/wireError.ts';
import type { WireEventBody } from '../events.ts';
import type { DialTarget } from './connection.ts';
import type { ResolvedAddress } from './lookup.ts';
import type { Stopping } from './stopping.ts';

/** Time after which the next address is tried (RFC 8305 §5 recommends 250 ms). */
const ATTEMPT_DELAY_MS = 250;

const CODE_OF_CAUSE: Record<string, WireErrorCode> = {
  ECONNREFUSED: 'WB_TCP_REFUSED',
  ETIMEDOUT: 'WB_TCP_TIMEOUT',
  EHOSTUNREACH: 'WB_TCP_UNREACHABLE',
  ENETUNREACH: 'WB_TCP_UNREACHABLE',
  EADDRNOTAVAIL: 'WB_TCP_UNREACHABLE',
};

/**
 * Connects to the first of the addresses that answers (Happy Eyeballs by Node); each attempt is an event.
 * Fails with a `WB_TCP_…` code, or as `stopping` says.
 */
export function connectTcp(
  target: DialTarget,
  addresses: ResolvedAddress[],
  emit: (event: WireEventBody) => void,
  stopping: Stopping,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: target.host,
      port: target.port,
      noDelay: true,
      allowHalfOpen: true,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: ATTEMPT_DELAY_MS,
      // Not at once: the first attempt would begin before its event has a listener.
      lookup: (_host, _options, callback) => process.nextTick(callback, null, addresses),
    });
    const attempts = new Attempts(socket, emit);
    const stop = (): void => {
      socket.destroy();
      reject(stopping.reason('tcp'));
    };
    const fail = (error: Error): void => {
      stopping.signal.removeEventListener('abort', stop);
      reject(connectFailure(target, attempts, error));
    };
    socket.once('error', fail);
    socket.once('connect', () => {
      stopping.signal.removeEventListener('abort', stop);
      socket.off('error', fail);
      emit({ event: 'tcp.connected', local: localOf(socket), remote: remoteOf(socket) });
      resolve(socket);
    });
    if (stopping.signal.aborted) stop();
    else stopping.signal.addEventListener('abort', stop, { once: true });
  });
}

/** The local end of a connected socket. */
export function localOf(socket: Socket): { address: string; port: number } {
  return { address: socket.localAddress ?? '', port: socket.localPort ?? 0 };
}

/** The remote end of a connected socket. */
export function remoteOf(socket: Socket): { address: string; port: number } {
  return { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
}

/** Turns Node's attempt events into ours and remembers how each attempt failed. */
class Attempts {
  readonly failures: { address: string; code: string }[] = [];
  readonly #emit: (event: WireEventBody) => void;

  constructor(socket: Socket, emit: (event: WireEventBody) => void) {
    this.#emit = emit;
    socket.on('connectionAttempt', (address, port, family) => {
      emit({ event: 'tcp.attempt', remote: { address, port }, family: familyOf(family) });
    });
    socket.on('connectionAttemptFailed', (address, port, family, error) => {
      this.#failed(address, port, family, (error as NodeJS.ErrnoException).code ?? 'unknown');
    });
    socket.on('connectionAttemptTimeout', (address, port, family) => {
      this.#failed(address, port, family, 'ETIMEDOUT');
    });
  }

  #failed(address: string, port: number, family: number, code: string): void {
    this.failures.push({ address, code });
    this.#emit({
      event: 'tcp.failed',
      remote: { address, port },
      family: familyOf(family),
      code,
    });
  }
}

function familyOf(family: number): 4 | 6 {
  return family === 6 ? 6 : 4;
}

function connectFailure(target: DialTarget, attempts: Attempts, error: Error): WireError {
  const systemCode = tellingCode(error);
  return new WireError(CODE_OF_CAUSE[systemCode] ?? 'WB_TCP_FAILED', 'tcp', {
    cause: error,
    params: {
      host: target.host,
      port: String(target.port),
      systemCode,
      limit: `${target.connectionTimeoutMs / 1000} s`,
      attempts: attempts.failures.map(({ address, code }) => `${address} ${code}`).join(', '),
    },
  });
}

/** Of several failed attempts, a refusal tells most: a host is there, but nothing listens on the port. */
function tellingCode(error: Error): string {
  const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
  const codes = errors.map((each) => (each as NodeJS.ErrnoException).code ?? 'unknown');
  return codes.find((code) => code === 'ECONNREFUSED') ?? codes.at(-1) ?? 'unknown';
}
