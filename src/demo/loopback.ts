import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { PortInUseError, type DemoPorts } from './portInUseError.ts';

const loopbackAddresses = ['127.0.0.1', '::1'] as const;
const missingFamily = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);
const highestPort = 65_535;
const pairsToTry = 100;

/**
 * Listens with servers of `create` on 127.0.0.1 and, where the machine has it, ::1, both on the same `port` (0: any
 * free one), so that `localhost` reaches them whatever it resolves to. Rejects with `PortInUseError`, nothing left open.
 */
export async function listenOnLoopback(
  create: () => Server,
  port: number,
): Promise<{ port: number; servers: Server[] }> {
  const servers: Server[] = [];
  let chosen = port;
  try {
    for (const address of loopbackAddresses) {
      const server = create();
      if (await listen(server, chosen, address)) servers.push(server);
      chosen = portOf(servers[0]) ?? chosen;
    }
  } catch (error) {
    for (const server of servers) server.close();
    if (codeOf(error) === 'EADDRINUSE') throw new PortInUseError(chosen, null);
    throw error;
  }
  return { port: chosen, servers };
}

/** The next pair of ports above `ports` that are both free, or `null`. */
export async function nextFreePorts(ports: DemoPorts): Promise<DemoPorts | null> {
  for (let step = 1; step <= pairsToTry; step += 1) {
    const pair = { httpPort: ports.httpPort + step, httpsPort: ports.httpsPort + step };
    if (Math.max(pair.httpPort, pair.httpsPort) > highestPort) return null;
    if ((await isFree(pair.httpPort)) && (await isFree(pair.httpsPort))) return pair;
  }
  return null;
}

async function isFree(port: number): Promise<boolean> {
  try {
    const { servers } = await listenOnLoopback(() => createServer(), port);
    await Promise.all(servers.map((server) => once(server.close(), 'close')));
    return true;
  } catch {
    return false;
  }
}

/** Resolves with false where the machine lacks the address's family. */
async function listen(server: Server, port: number, address: string): Promise<boolean> {
  try {
    server.listen({ port, host: address, ipv6Only: true });
    await once(server, 'listening');
    return true;
  } catch (error) {
    if (missingFamily.has(codeOf(error))) return false;
    throw error;
  }
}

function portOf(server: Server | undefined): number | undefined {
  const address = server?.address();
  return typeof address === 'object' ? address?.port : undefined;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
