import type { TestContext } from 'node:test';
import { TLSSocket } from 'node:tls';
import { serveTcp } from './httpServers.ts';
import type { ServerIdentity } from './tlsCertificates.ts';

/** A TLS server that answers the first data with a text, and then with a record that does not decrypt. */
export function serveDamagedTls(t: TestContext, identity: ServerIdentity, answer: string) {
  return serveTcp(t, (socket) => {
    const secured = new TLSSocket(socket, { ...identity, isServer: true });
    secured.on('error', () => undefined);
    secured.once('data', () => {
      const record = Buffer.concat([Buffer.of(23, 3, 3, 0, 32), Buffer.alloc(32, 7)]);
      secured.write(answer, () => socket.write(record));
    });
  });
}
