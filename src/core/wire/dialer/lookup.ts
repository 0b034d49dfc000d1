import { lookup } from 'node:dns/promises';
import { isIPv4, isIPv6 } from 'node:net';
import { WireError } from '../../errors/wireError.ts';
import type { ExchangeSink } from '../sink.ts';
import type { Stopping } from './stopping.ts';
import { unlessStopped } from './stopping.ts';

/** An address that a name resolved to. */
export interface ResolvedAddress {
  address: string;
  family: 4 | 6;
}

/**
 * All addresses of a host in the resolver's order; an IP address is its own answer and takes no lookup.
 * Fails with `WB_DNS_NOT_FOUND` or `WB_DNS_FAILED`.
 */
export async function resolveHost(
  host: string,
  sink: ExchangeSink,
  stopping: Stopping,
): Promise<ResolvedAddress[]> {
  if (isIPv4(host)) return [{ address: host, family: 4 }];
  // A name has no colon, and asking Node about it would take milliseconds the first time.
  if (host.includes(':') && isIPv6(host)) return [{ address: host, family: 6 }];
  sink.phase('dns', 'start');
  sink.emit({ event: 'dns.started', host });
  try {
    const found = await unlessStopped(lookup(host, { all: true }), stopping, 'dns');
    const addresses = found.map(({ address, family }) => toResolved(address, family));
    sink.emit({ event: 'dns.resolved', addresses });
    return addresses;
  } catch (error) {
    throw lookupFailure(host, error);
  } finally {
    sink.phase('dns', 'end');
  }
}

function toResolved(address: string, family: number): ResolvedAddress {
  return { address, family: family === 6 ? 6 : 4 };
}

function lookupFailure(host: string, error: unknown): WireError {
  if (error instanceof WireError) return error;
  const systemCode = (error as NodeJS.ErrnoException).code ?? 'unknown';
  const notFound = systemCode === 'ENOTFOUND' || systemCode === 'ENODATA';
  return new WireError(notFound ? 'WB_DNS_NOT_FOUND' : 'WB_DNS_FAILED', 'dns', {
    cause: error,
    params: { host, systemCode },
  });
}
