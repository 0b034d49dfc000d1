import type { SocketAddress } from '../wireFacts.ts';

/** What stands in the place of address and port where a UNIX socket has neither: its path, and 0. */
export function unixAddress(path: string): SocketAddress {
  return { address: path, port: 0 };
}
