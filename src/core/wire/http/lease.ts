import { WireError } from '../../errors/wireError.ts';
import type { ExchangeSink } from '../sink.ts';
import type { Lease } from './originPool.ts';
import type { PoolTarget } from './poolTarget.ts';

/** Ties the connection of a lease to an exchange, and tells where it has carried requests before. */
export function takeConnection({ transport, reused }: Lease, sink: ExchangeSink): void {
  const { id, requests, facts } = transport.connection;
  sink.useConnection(id);
  if (!reused) return;
  const { local, remote } = facts;
  sink.emit({ event: 'connection.reused', requestsBefore: requests, local, remote }, id);
}

/** Says which server it was. */
export function located(error: WireError, { dial: { host, port } }: PoolTarget): WireError {
  const params = { host, port: String(port), ...error.params };
  return new WireError(error.code, error.phase, { cause: error.cause, params });
}
