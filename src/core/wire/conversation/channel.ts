import type { WireError } from '../../errors/wireError.ts';
import type { Outcome } from '../wireFacts.ts';

/** How a channel ended. */
export interface ChannelEnd {
  outcome: Outcome;
  error?: WireError;
}

/** A message as it is sent. */
export interface OutboundMessage {
  data: Uint8Array;
  binary: boolean;
  /** Frames that it is cut into; 1 unless asked for. */
  fragments?: number;
  /** Not deflated, though permessage-deflate was agreed on. */
  uncompressed?: boolean;
}

/** One frame, whether or not the protocol allows it. */
export interface OutboundFrame {
  fin: boolean;
  /** RSV1..3 as the three bits of a number, RSV1 the highest (4). */
  rsv: number;
  opcode: number;
  mask: number | 'random' | null;
  payload: Uint8Array;
}

/** Something received that no step has taken yet: a message, a datagram, or all waiting bytes of a stream. */
export interface Incoming {
  type: 'text' | 'binary';
  /** All of it; the payload may be less. */
  bytes: number;
  /** Only valid until the next turn of the event loop; `null` where it fell out of the recording. */
  payload: Buffer | null;
  /** Its place in the log of messages or datagrams; `null` for bytes of a stream. */
  row: number | null;
  /** More may come to it: bytes of a stream have no border. */
  grows: boolean;
}

/** The close that the peer asked for; a stream has no code. */
export interface PeerClose {
  code: number | null;
  reason: string;
  /** It answers ours. */
  isAnswer: boolean;
}

/** What only a WebSocket can do (RFC 6455 §5). */
export interface FramePort {
  /** Pongs received so far. */
  readonly pongsIn: number;
  ping(payload: Uint8Array): Promise<void>;
  pong(payload: Uint8Array): Promise<void>;
  frame(frame: OutboundFrame): Promise<void>;
}

/** What a conversation talks over: a WebSocket, a byte stream or datagrams. */
export interface Channel {
  /** Resolves, never rejects, when the socket is closed and everything received is recorded. */
  readonly ended: Promise<ChannelEnd>;
  /** Something can be sent. */
  readonly isOpen: boolean;
  /** Nothing more will be received. */
  readonly isOver: boolean;
  /** Messages, datagrams or reads so far. */
  readonly messagesIn: number;
  /** When something was last received, on the clock of `performance.now()`. */
  readonly lastArrivalMs: number;
  readonly peerClose: PeerClose | null;
  /** `null` where there are no frames. */
  readonly frames: FramePort | null;
  /** Resolves when something was received, or nothing more will be. */
  arrival(): Promise<void>;
  /** What comes next and was not taken; `null` where nothing has come. */
  next(): Incoming | null;
  /** Takes what `next` answers: a message as a whole, of a stream this many bytes. */
  take(bytes: number): void;
  /** Takes all but what came after the first `total` messages. */
  takeMessages(total: number): void;
  /** What was taken last, else what was received last. */
  last(): Incoming | null;
  /** Resolves when the socket has taken it, rejects with a `WireError`. */
  send(message: OutboundMessage): Promise<void>;
  /** Puts bytes on the wire as they are. */
  bytes(data: Uint8Array): Promise<void>;
  /** Begins to close; resolves when that has left. `null` is a close without a code. */
  close(code: number | null, reason: string): Promise<void>;
  /** The conversation is over: a closed channel is not waited for any longer than its peer needs. */
  finish(): void;
  /** Closes because the exchange has failed for a reason of its own. */
  fail(error: WireError): void;
  /** Closes because the engine ends; resolves when the socket is closed. */
  goAway(): Promise<void>;
  /** Closes the socket at once. */
  cutOff(): void;
}
