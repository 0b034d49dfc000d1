import type { Socket } from 'node:net';
import type { WireErrorCode } from '../../errors/wireError.ts';
import { WireError } from '../../errors/wireError.ts';
import type { WireEventBody } from '../events.ts';
import type { DialTarget } from './connection.ts';
import type { ResolvedAddress } from './lookup.ts';
import type { Stopping } from './stopping.ts';
import type { FailedAttempt } from './tcpRace.ts';
import { TcpRace } from './tcpRace.ts';

const CODE_OF_CAUSE: Record<string, WireErrorCode> = {
  ECONNREFUSED: 'WB_TCP_REFUSED',
  ETIMEDOUT: 'WB_TCP_TIMEOUT',
  EHOSTUNREACH: 'WB_TCP_UNREACHABLE',
  ENETUNREACH: 'WB_TCP_UNREACHABLE',
  EADDRNOTAVAIL: 'WB_TCP_UNREACHABLE',
};

/** Connects to the first of the addresses that answers. Fails with a `WB_TCP_…` code, or as `stopping` says. */
export function connectTcp(
  target: DialTarget,
  addresses: ResolvedAddress[],
  emit: (event: WireEventBody) => void,
  stopping: Stopping,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const race = new TcpRace(addresses, target, emit);
    const stop = (): void => {
      const reason = stopping.reason('tcp');
      race.stop(reason.code === 'WB_CANCELLED' ? 'cancelled' : 'timeout');
      reject(reason);
    };
    if (stopping.signal.aborted) return stop();
    stopping.signal.addEventListener('abort', stop, { once: true });
    void race.run().then((socket) => {
      stopping.signal.removeEventListener('abort', stop);
      if (socket === null) reject(connectFailure(target, race.failures));
      else resolve(socket);
    });
  });
}

function connectFailure(target: DialTarget, failures: readonly FailedAttempt[]): WireError {
  const codes = failures.map(({ error }) => error.code ?? 'unknown');
  const systemCode = tellingCode(codes);
  return new WireError(CODE_OF_CAUSE[systemCode] ?? 'WB_TCP_FAILED', 'tcp', {
    cause: failures[codes.indexOf(systemCode)]?.error,
    params: {
      host: target.host,
      port: String(target.port),
      systemCode,
      limit: `${target.connectionTimeoutMs / 1000} s`,
      attempts: failures.map(({ address }, index) => `${address} ${codes[index]}`).join(', '),
    },
  });
}

/** Of several failed attempts, a refusal tells most: a host is there, but nothing listens on the port. */
function tellingCode(codes: readonly string[]): string {
  return codes.find((code) => code === 'ECONNREFUSED') ?? codes.at(-1) ?? 'unknown';
}
