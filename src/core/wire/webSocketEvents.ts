import type { WireErrorCode } from '../errors/wireError.ts';
import type { Direction, HeaderField, WebSocketExtension } from './wireFacts.ts';

interface WsHandshake {
  event: 'ws.handshake';
  key: string;
  /** As received; `null` when the server sent none. */
  accept: string | null;
  acceptExpected: string;
  acceptOk: boolean;
  /** Opened by an extended CONNECT of HTTP/2 (RFC 8441), which has neither key nor Accept. */
  extendedConnect?: true;
  protocol: string | null;
  extensions: WebSocketExtension[];
  status: number;
  headers: HeaderField[];
}

interface WsFrame {
  event: 'ws.frame';
  dir: Direction;
  fin: boolean;
  rsv: [0 | 1, 0 | 1, 0 | 1];
  opcode: number;
  opcodeName: string;
  masked: boolean;
  /** Masking key as eight hex digits. */
  mask?: string;
  /** Payload bytes. */
  length: number;
  /** Header and payload bytes. */
  wireLength: number;
  valid: boolean;
  error?: string;
}

interface WsMessage {
  event: 'ws.message';
  dir: Direction;
  type: 'text' | 'binary';
  bytes: number;
  wireBytes: number;
  fragments: number;
  compressed: boolean;
  text?: string;
  base64?: string;
  /** The payload fell out of the recording before it was read. */
  evicted?: true;
}

interface WsPing {
  event: 'ws.ping';
  dir: Direction;
  bytes: number;
  base64: string;
  evicted?: true;
}

interface WsPong {
  event: 'ws.pong';
  dir: Direction;
  bytes: number;
  base64: string;
  evicted?: true;
  /** Round-trip time, where this pong answers a ping of ours. */
  rttMs?: number;
}

interface WsClose {
  event: 'ws.close';
  dir: Direction;
  code: number;
  codeName: string;
  reason: string;
  clean: boolean;
}

interface WsReconnect {
  event: 'ws.reconnect';
  url: string;
  /** From 1. */
  attempt: number;
  /** How long is waited before it. */
  afterMs: number;
  /** What the server closed with, and what the connection or the last attempt was lost by. */
  closeCode?: number;
  code?: WireErrorCode;
}

/** What is told of a WebSocket. */
export type WebSocketEvent =
  WsHandshake | WsFrame | WsMessage | WsPing | WsPong | WsClose | WsReconnect;
