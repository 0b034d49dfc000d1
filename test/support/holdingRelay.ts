import { connect } from 'node:net';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { serveTcp } from './httpServers.ts';

/** Passes all bytes on to a port and back, but holds the first answer of each connection back: a slow handshake. */
export async function holdingRelay(
  t: TestContext,
  to: number,
  holdMs: number,
  at: { host?: string; port?: number } = {},
): Promise<number> {
  const relay = await serveTcp(
    t,
    (client) => {
      const upstream = connect(to, '127.0.0.1');
      client.pipe(upstream);
      upstream.once('data', (first: Buffer) => {
        upstream.pause();
        void sleep(holdMs).then(() => {
          client.write(first);
          upstream.pipe(client);
        });
      });
      upstream.on('error', () => client.destroy());
      client.once('close', () => upstream.destroy());
    },
    at.host,
    at.port,
  );
  return relay.port;
}
