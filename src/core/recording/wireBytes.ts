import type { Chunk } from './connectionLog.ts';
import type { ConnectionUse } from './connectionUse.ts';
import type { ExchangeLog } from './exchangeLog.ts';
import { maskedSecrets } from './frameSearch.ts';
import { starred } from './masker.ts';
import type { Disclosure } from './masker.ts';
import { logPayload, readShown } from './payload.ts';
import type { Payload } from './payload.ts';
import type { Range } from './range.ts';

/**
 * One chunk as it passed the tap, secrets masked: those in its bytes (also where chunks cut them), in HTTP heads,
 * and those that the masking of RFC 6455 §5.3 hides from the eye but not from a reader who has the key.
 */
export class WireBytes implements Payload {
  readonly #exchange: ExchangeLog;
  readonly #use: ConnectionUse;
  readonly #chunk: Chunk;
  readonly #headSecrets: readonly Range[];
  readonly #disclosure: Disclosure;

  constructor(
    exchange: ExchangeLog,
    use: ConnectionUse,
    chunk: Chunk,
    headSecrets: readonly Range[],
    disclosure: Disclosure,
  ) {
    this.#exchange = exchange;
    this.#use = use;
    this.#chunk = chunk;
    this.#headSecrets = headSecrets;
    this.#disclosure = disclosure;
  }

  get lengthBytes(): number {
    return this.#chunk.lengthBytes;
  }

  read(offset: number, lengthBytes: number): Buffer | null {
    const wanted = Math.min(lengthBytes, this.lengthBytes - offset);
    const start = this.#chunk.offset + offset;
    const bytes = this.#readStretch(start, wanted);
    if (bytes === null) return null;
    const secrets = [
      ...this.#headSecrets,
      ...this.#hiddenStrings(start, wanted),
      ...maskedSecrets(this.#exchange, this.#use.connection.id, this.#chunk, this.#disclosure),
    ]
      .filter((range) => range.start < start + wanted && range.end > start)
      .map((range) => ({ start: range.start - start, end: range.end - start }));
    return starred(bytes, secrets);
  }

  #readStretch(start: number, lengthBytes: number): Buffer | null {
    const { first, end } = this.#stretch();
    const log = this.#use.connection.log(this.#chunk.direction);
    return readShown(logPayload(log, first, end), start - first, lengthBytes, this.#disclosure);
  }

  /** The bytes of the hop in this direction. */
  #stretch(): { first: number; end: number } {
    const { outStart, outEnd, inStart, inEnd } = this.#use;
    return this.#chunk.direction === 'out'
      ? { first: outStart, end: outEnd }
      : { first: inStart, end: inEnd };
  }

  #hiddenStrings(start: number, lengthBytes: number): Range[] {
    const { hidden } = this.#use.connection;
    const reach = hidden.longestBytes;
    if (reach === 0 || !this.#disclosure.hidesSecrets) return [];
    const log = this.#use.connection.log(this.#chunk.direction);
    const from = Math.max(this.#stretch().first, start - reach);
    const around = log.slice(from, start + lengthBytes + reach - from) ?? Buffer.alloc(0);
    return hidden.ranges(around).map((range) => ({
      start: from + range.start,
      end: from + range.end,
    }));
  }
}
