import type { Socket, TcpNetConnectOpts } from 'node:net';
import { connect } from 'node:net';
import type { WireEventBody, WireEventOf } from '../events.ts';
import type { DialTarget } from './connection.ts';
import type { ResolvedAddress } from './lookup.ts';

/** Time after which the next address is tried as well (RFC 8305 §5 recommends 250 ms). */
const ATTEMPT_DELAY_MS = 250;

/** As much as Node's own buffer takes. */
const READ_BYTES = 65_536;

/** An attempt that ended in an error of the system. */
export interface FailedAttempt {
  address: string;
  error: NodeJS.ErrnoException;
}

/**
 * Tries the addresses of a name (Happy Eyeballs, RFC 8305 §5): an attempt goes on while the next one begins, and the
 * first to connect wins. Each attempt is an event, and so is its end.
 */
export class TcpRace {
  readonly failures: FailedAttempt[] = [];
  readonly #waiting: ResolvedAddress[];
  readonly #target: DialTarget;
  readonly #emit: (event: WireEventBody) => void;
  readonly #running = new Map<Socket, Pick<WireEventOf<'tcp.attempt'>, 'remote' | 'family'>>();
  readonly #result = Promise.withResolvers<Socket | null>();
  #nextStart: NodeJS.Timeout | undefined;

  constructor(
    addresses: ResolvedAddress[],
    target: DialTarget,
    emit: (event: WireEventBody) => void,
  ) {
    this.#waiting = takingTurns(addresses);
    this.#target = target;
    this.#emit = emit;
  }

  /** The first socket that connects; `null` where all attempts failed. Pending for ever once it was stopped. */
  run(): Promise<Socket | null> {
    this.#startNext();
    return this.#result.promise;
  }

  /** Gives up all attempts that still run. */
  stop(reason: WireEventOf<'tcp.cancelled'>['reason']): void {
    clearTimeout(this.#nextStart);
    this.#waiting.length = 0;
    for (const [socket, attempt] of this.#running) {
      socket.destroy();
      this.#emit({ event: 'tcp.cancelled', ...attempt, reason });
    }
    this.#running.clear();
  }

  #startNext(): void {
    clearTimeout(this.#nextStart);
    const next = this.#waiting.shift();
    if (next === undefined) {
      if (this.#running.size === 0) this.#result.resolve(null);
      return;
    }
    this.#start(next);
    if (this.#waiting.length > 0) {
      this.#nextStart = setTimeout(() => this.#startNext(), ATTEMPT_DELAY_MS);
    }
  }

  #start({ address, family }: ResolvedAddress): void {
    const attempt = { remote: { address, port: this.#target.port }, family };
    this.#emit({ event: 'tcp.attempt', ...attempt });
    const where = { host: address, port: this.#target.port, noDelay: true, allowHalfOpen: true };
    const socket = this.#target.secure ? connectForTls(where) : connect(where);
    this.#running.set(socket, attempt);
    const fail = (error: NodeJS.ErrnoException): void => {
      this.#running.delete(socket);
      this.failures.push({ address, error });
      this.#emit({ event: 'tcp.failed', ...attempt, code: error.code ?? 'unknown' });
      this.#startNext();
    };
    socket.once('error', fail);
    socket.once('connect', () => {
      socket.off('error', fail);
      this.#win(socket);
    });
  }

  #win(socket: Socket): void {
    this.#running.delete(socket);
    this.#emit({ event: 'tcp.connected', local: localOf(socket), remote: remoteOf(socket) });
    this.stop('otherConnected');
    this.#result.resolve(socket);
  }
}

/**
 * A socket that is paused until TLS reads it. Its 'data' is what stands in a buffer of its own, to be copied at once: as
 * TLS does that anyway, a buffer for each read would cost for nothing.
 */
function connectForTls(where: TcpNetConnectOpts): Socket {
  const socket = connect({
    ...where,
    onread: {
      buffer: Buffer.allocUnsafeSlow(READ_BYTES),
      callback: (lengthBytes, buffer) => {
        socket.emit('data', buffer.subarray(0, lengthBytes));
        return true;
      },
    },
  });
  return socket.pause();
}

/** The local end of a connected socket. */
export function localOf(socket: Socket): { address: string; port: number } {
  return { address: socket.localAddress ?? '', port: socket.localPort ?? 0 };
}

/** The remote end of a connected socket. */
export function remoteOf(socket: Socket): { address: string; port: number } {
  return { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
}

/** The families take turns, so that one that is broken costs one delay (RFC 8305 §4). */
function takingTurns(addresses: readonly ResolvedAddress[]): ResolvedAddress[] {
  const first = addresses.filter(({ family }) => family === addresses[0]?.family);
  const other = addresses.filter(({ family }) => family !== addresses[0]?.family);
  const turns = first.flatMap((address, index) => [address, ...other.slice(index, index + 1)]);
  return [...turns, ...other.slice(first.length)];
}
