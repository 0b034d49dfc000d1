import type { WireError, WireErrorCode } from '../../errors/wireError.ts';
import type { RequestOptions } from '../../runner/preparedRequest.ts';
import type { ExchangeSink } from '../sink.ts';
import type { Channel, ChannelEnd, PeerClose } from './channel.ts';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** Going away, server error, restart, try again later, bad gateway (RFC 6455 §7.4.1, IANA): the server may be back soon. */
const TEMPORARY_CODES = new Set([1001, 1011, 1012, 1013, 1014]);
/** Failures of the network and of who is on the way, not of what was said. */
const LOSSES = new Set<WireErrorCode>([
  'WB_WS_ABNORMAL_CLOSE',
  'WB_WS_CLOSED_EARLY',
  'WB_WS_CLOSED_IN_UPGRADE',
  'WB_CONNECTION_RESET',
  'WB_DNS_FAILED',
  'WB_TCP_REFUSED',
  'WB_TCP_TIMEOUT',
  'WB_TCP_UNREACHABLE',
  'WB_TCP_FAILED',
  'WB_TLS_BAD_RECORD',
  'WB_TIMEOUT',
  'WB_UNIX_NOT_FOUND',
  'WB_UNIX_REFUSED',
  'WB_PROXY_UNREACHABLE',
]);

/** Whether what ended a channel is no verdict on what was expected of it: a new connection is to answer that. */
export function isToReconnect(
  { peerClose }: Pick<Channel, 'peerClose'>,
  { reconnectLimit = 0 }: Pick<RequestOptions, 'reconnectLimit'>,
): boolean {
  return reconnectLimit > 0 && (peerClose === null || isTemporary(peerClose));
}

/** Decides whether a lost conversation is taken up again (`# @reconnect`), and when: after 1 s, then twice as long each time. */
export class Reconnects {
  readonly #limit: number;
  readonly #url: string;
  readonly #sink: ExchangeSink;
  #attempts = 0;
  #waitMs = FIRST_WAIT_MS;
  #hasOpened = false;

  constructor(limit: number, url: string, sink: ExchangeSink) {
    this.#limit = limit;
    this.#url = url;
    this.#sink = sink;
  }

  /** The channel is open: the next loss is a new one. */
  opened(): void {
    this.#hasOpened = true;
    this.#waitMs = FIRST_WAIT_MS;
  }

  /** How long to wait before the next attempt, which is told; `null` where there is none. */
  next(end: ChannelEnd, close: PeerClose | null): number | null {
    if (!this.#hasOpened || this.#attempts === this.#limit || !isLoss(end, close)) return null;
    const afterMs = this.#waitMs;
    this.#waitMs = Math.min(afterMs * 2, LONGEST_WAIT_MS);
    this.#sink.emit({
      event: 'ws.reconnect',
      url: this.#url,
      attempt: ++this.#attempts,
      afterMs,
      ...(typeof close?.code === 'number' ? { closeCode: close.code } : {}),
      ...(end.error === undefined ? {} : { code: end.error.code }),
    });
    return afterMs;
  }
}

/** A close that we began, or that is meant to last, is the end. */
function isLoss({ outcome, error }: ChannelEnd, close: PeerClose | null): boolean {
  if (outcome === 'cancelled') return false;
  if (close !== null) return isTemporary(close);
  return error !== undefined && isLossOf(error);
}

function isTemporary({ code, isAnswer }: PeerClose): boolean {
  return !isAnswer && TEMPORARY_CODES.has(code ?? 0);
}

/** A refusal with 5xx is one of the moment (RFC 9110 §15.6). */
function isLossOf({ code, params }: WireError): boolean {
  return LOSSES.has(code) || (code === 'WB_WS_REFUSED' && Number(params['status']) >= 500);
}
