import { BodyLog } from './bodyLog.ts';
import { eventSource } from './eventOrder.ts';
import type { MemoryBudget } from './memoryBudget.ts';
import { contentTypeOf, isLines } from './mediaType.ts';
import type { Piece } from './pieceLog.ts';
import type { RetoldEvent } from './rowLogs.ts';
import { RowWriter } from './rowWriter.ts';
import type { Story } from './story.ts';
import type { PreparedRequest, UnpreparedRequest } from '../runner/preparedRequest.ts';
import type { WireEventBody } from '../wire/events.ts';

/** Writes the bodies of the answers of an exchange, and in which pieces they came. */
export abstract class BodyWriter extends RowWriter {
  abstract readonly request: PreparedRequest | UnpreparedRequest;
  abstract readonly story: Story;
  readonly #budget: MemoryBudget;

  constructor(budget: MemoryBudget) {
    super(budget);
    this.#budget = budget;
  }

  bodyChunk(decoded: Uint8Array, wireBytes: number, offset: number | null = null): void {
    const body = this.#body();
    if (body.lines !== null) this.#addPieces(body.lines.cut(decoded, body.bytes));
    else if (decoded.length > 0) this.#addPiece(body.bytes, decoded.length);
    if (offset === null || this.used === null) body.append(decoded, wireBytes);
    else body.stands(this.used.in, offset, wireBytes);
    this.touch();
  }

  bodyEnd(encoding: string): void {
    const body = this.#body();
    if (body.lines !== null) this.#addPieces(body.lines.finish(body.bytes));
    body.encoding = encoding;
    this.note('http.body', this.now(), this.story.hop.connection ?? undefined);
    this.touch();
  }

  /** Gives all memory back but that of sockets. */
  override dispose(): void {
    super.dispose();
    for (const { body } of this.story.hops) body?.dispose();
  }

  /** Keeps an event and its place in the order. */
  protected note(event: WireEventBody | RetoldEvent, timeMs: number, connection?: number): void {
    this.order.append(eventSource.told);
    this.told.push({ timeMs, event, connection, hop: this.story.hops.length - 1 });
  }

  #body(): BodyLog {
    return (this.story.hop.body ??= this.#makeBody());
  }

  #makeBody(): BodyLog {
    const limitBytes = 'options' in this.request ? this.request.options.bodyLimitBytes : 0;
    const byLine = isLines(contentTypeOf(this.story.hop.response?.headers ?? []));
    return new BodyLog(this.#budget, limitBytes, byLine);
  }

  #addPieces(stretches: readonly Pick<Piece, 'offset' | 'lengthBytes'>[]): void {
    for (const { offset, lengthBytes } of stretches) this.#addPiece(offset, lengthBytes);
  }

  #addPiece(offset: number, lengthBytes: number): void {
    const hop = this.story.hops.length - 1;
    this.pieces.append({ timeMs: this.now(), hop, offset, lengthBytes });
  }
}
