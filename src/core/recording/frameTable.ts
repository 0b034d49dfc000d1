import { frameErrorView, rsvBits, maskDigits } from './frameFacts.ts';
import type { Frame } from './frameLog.ts';
import { fragmentPayload } from './fragmentPayload.ts';
import type { Message } from './messageLog.ts';
import { framePayload, maskedPayload, messagePayload } from './payload.ts';
import type { Payload } from './payload.ts';
import { ExchangeTable, rowDetail } from './rowTable.ts';
import type { RowFacts } from './rowTable.ts';
import { textOrHex } from './rowText.ts';
import { shownText } from './shownText.ts';
import { closeCodeName } from '../wire/websocket/closeCode.ts';
import { decodeClosePayload } from '../wire/websocket/closePayload.ts';
import { isControl, Opcode, opcodeName } from '../wire/websocket/opcode.ts';
import type { FrameHeaderView, RowDetail, RowType } from '../../protocol/rows.ts';

const rsv1 = 4;
const maskBytes = 4;

const types = new Map<number, RowType>([
  [Opcode.continuation, 'cont'],
  [Opcode.text, 'text'],
  [Opcode.binary, 'binary'],
  [Opcode.close, 'close'],
  [Opcode.ping, 'ping'],
  [Opcode.pong, 'pong'],
]);

/** The frames of a WebSocket as rows. */
export class FrameTable extends ExchangeTable {
  get length(): number {
    return this.exchange.frames.length;
  }

  facts(row: number): RowFacts | null {
    const frame = this.exchange.frames.read(row);
    if (frame === null) return null;
    const facts: RowFacts = {
      timeMs: frame.timeMs,
      direction: frame.direction,
      type: typeOf(frame),
      lengthBytes: frame.payloadBytes,
      ...this.expectations(this.#findings(row, frame)),
    };
    const rttMs = this.exchange.frames.roundTrips.get(row);
    if (rttMs !== undefined) facts.rttMs = rttMs;
    const error = this.exchange.frames.errors.get(row);
    if (error !== undefined) {
      const { message, code, params } = this.disclosure.value(frameErrorView(error));
      facts.error = message;
      facts.fault = { code, params };
    }
    if (isFragment(frame)) facts.fragment = { index: frame.fragment, final: frame.fin };
    return facts;
  }

  text(row: number, limitBytes: number): string | null {
    const frame = this.exchange.frames.read(row);
    if (frame === null) return null;
    if (frame.opcode === Opcode.close) return this.#closeText(frame);
    if (this.#isInflating(row, frame)) return '';
    const payload = this.#payload(row, frame);
    const readable = this.#isText(frame) && (!this.#isCompressed(frame) || !isFragment(frame));
    return (readable ? shownText : textOrHex)(payload, limitBytes, this.disclosure);
  }

  isPending(row: number): boolean {
    const frame = this.exchange.frames.read(row);
    return frame !== null && this.#isInflating(row, frame);
  }

  payload(row: number): Payload | null {
    const frame = this.exchange.frames.read(row);
    return frame === null ? null : maskedPayload(this.#payload(row, frame), this.disclosure);
  }

  detail(row: number): RowDetail | null {
    const frame = this.exchange.frames.read(row);
    const facts = this.facts(row);
    if (frame === null || facts === null) return null;
    const message = this.#message(frame);
    const payload = this.#payload(row, frame);
    const error = this.exchange.frames.errors.get(row);
    return rowDetail(row, 'frames', facts, {
      payloadBytes: payload.lengthBytes,
      wireBytes: frame.headerBytes + frame.payloadBytes,
      compressed: this.#isCompressed(frame),
      header: headerView(frame),
      close: frame.opcode === Opcode.close ? this.#close(frame) : null,
      message: message && messageView(message),
      rttMs: this.exchange.frames.roundTrips.get(row) ?? null,
      error: error === undefined ? null : this.disclosure.value(frameErrorView(error)),
      evicted: payload.read(0, 1) === null,
    });
  }

  /** An expectation of a message stands at its last frame. */
  #findings(row: number, { fin, opcode, message }: Frame): readonly number[] {
    const { byMessage, afterFrame } = this.exchange.conversation;
    const isEnd = fin && !isControl(opcode) && message !== null;
    return [...(isEnd ? byMessage.at(message) : []), ...afterFrame.at(row)];
  }

  #message({ message }: Frame): Message | null {
    return message === null ? null : this.exchange.messages.read(message);
  }

  #isText(frame: Frame): boolean {
    return frame.opcode === Opcode.text || this.#message(frame)?.type === 'text';
  }

  #isCompressed(frame: Frame): boolean {
    return (frame.rsv & rsv1) !== 0 || this.#message(frame)?.compressed === true;
  }

  /** Inflating takes a moment; in between the bytes of the wire would only look like garbage. */
  #isInflating(row: number, frame: Frame): boolean {
    const isWhole = frame.fin && !isControl(frame.opcode) && (frame.rsv & rsv1) !== 0;
    const isOver = this.exchange.frames.errors.has(row) || this.exchange.story.completedMs !== null;
    return isWhole && frame.message === null && !isOver;
  }

  /** A message in one compressed frame shows what it says; a fragment of one cannot. */
  #payload(row: number, frame: Frame): Payload {
    if (isFragment(frame)) return fragmentPayload(this.exchange, row, frame, this.disclosure);
    const message = this.#message(frame);
    return message?.compressed === true
      ? messagePayload(this.exchange, message)
      : framePayload(this.exchange, frame);
  }

  #closeText(frame: Frame): string | null {
    const close = this.#close(frame);
    if (close === null) return null;
    return [close.code ?? '', close.codeName, close.reason].filter((part) => part !== '').join(' ');
  }

  #close(frame: Frame): RowDetail['close'] {
    const bytes = framePayload(this.exchange, frame).read(0, frame.payloadBytes);
    if (bytes === null) return null;
    const { code, reason } = decodeClosePayload(bytes);
    return {
      code: bytes.length < 2 ? null : code,
      codeName: closeCodeName(code),
      reason: this.disclosure.text(reason),
    };
  }
}

function typeOf({ opcode }: Frame): RowType {
  return types.get(opcode) ?? 'other';
}

function isFragment({ opcode, fin }: Frame): boolean {
  return !isControl(opcode) && (!fin || opcode === Opcode.continuation);
}

function messageView({ firstFrame, lastFrame, fragments, bytes }: Message): RowDetail['message'] {
  return { firstFrame, lastFrame, fragments, bytes };
}

function headerView(frame: Frame): FrameHeaderView {
  const lengthBytes = frame.headerBytes - (frame.masked ? maskBytes : 0);
  return {
    fin: frame.fin,
    rsv: rsvBits(frame.rsv),
    opcode: frame.opcode,
    opcodeName: opcodeName(frame.opcode),
    masked: frame.masked,
    mask: frame.masked ? maskDigits(frame.mask) : null,
    lengthEncoding: lengthBytes <= 2 ? '7 bit' : lengthBytes === 4 ? '16 bit' : '64 bit',
    payloadBytes: frame.payloadBytes,
    headerBytes: frame.headerBytes,
  };
}
