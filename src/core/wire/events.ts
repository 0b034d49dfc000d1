import type { DialEvent } from './dialEvents.ts';
import type { ExchangeEvent } from './exchangeEvents.ts';
import type { HttpEvent } from './httpEvents.ts';
import type { TlsHandshakeEvent } from './tlsEvents.ts';
import type { WebSocketEvent } from './webSocketEvents.ts';

/** What an event says, without the envelope that the recording adds. */
export type WireEventBody =
  DialEvent | TlsHandshakeEvent | HttpEvent | WebSocketEvent | ExchangeEvent;

/** The name of an event. */
export type WireEventName = WireEventBody['event'];

/** The body of the event with this name. */
export type WireEventOf<N extends WireEventName> = Extract<WireEventBody, { event: N }>;

/**
 * One event of an exchange: the contract of the command line (`docs/events.md`), version 1, additive only.
 * `t` is milliseconds since the exchange began.
 */
export type WireEvent = {
  v: 1;
  t: number;
  exchange: number;
  connection?: number;
} & WireEventBody;
