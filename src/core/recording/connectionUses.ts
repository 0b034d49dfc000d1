import type { Direction } from '../wire/wireFacts.ts';
import type { ConnectionLog } from './connectionLog.ts';
import { ConnectionUse } from './connectionUse.ts';

/** The sockets of an exchange: those that it used, hop after hop, and those that it only dialed. */
export class ConnectionUses {
  list: readonly ConnectionUse[] = [];
  #dialed: Set<number> | null = null;

  /** The socket that is used now, or was last. */
  get connection(): ConnectionLog | null {
    return this.list.at(-1)?.connection ?? null;
  }

  /** Plaintext bytes sent over all of them. */
  get bytesOut(): number {
    return this.list.reduce((sum, use) => sum + use.bytesOut, 0);
  }

  /** Plaintext bytes received over all of them. */
  get bytesIn(): number {
    return this.list.reduce((sum, use) => sum + use.bytesIn, 0);
  }

  /** Frames of HTTP/2 on this socket hold so many bytes of the exchange. */
  count(connection: ConnectionLog, direction: Direction, bytes: number): void {
    this.list.findLast((use) => use.connection === connection)?.count(direction, bytes);
  }

  /** A hop uses this socket from now on. */
  take(connection: ConnectionLog, hop: number): void {
    // Nearly always it is the only one: a list that grows would make room for many.
    const use = new ConnectionUse(connection, hop);
    this.list = this.list.length === 0 ? [use] : [...this.list, use];
  }

  /** What passes from now on belongs to somebody else. */
  end(): void {
    this.list.at(-1)?.end();
  }

  /** Something was told of a socket that is not used now. */
  dialed(id: number): void {
    (this.#dialed ??= new Set()).add(id);
  }

  /** Visits those that were used, and those of `connectionOf` that were dialed; one may come more than once. */
  visit(
    connectionOf: (id: number) => ConnectionLog | undefined,
    visit: (connection: ConnectionLog) => void,
  ): void {
    for (const { connection } of this.list) visit(connection);
    for (const id of this.#dialed ?? []) {
      const connection = connectionOf(id);
      if (connection !== undefined) visit(connection);
    }
  }
}
