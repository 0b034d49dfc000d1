import type { HeaderField } from './hopView.ts';

/** What the payload of an HTTP/2 frame says (RFC 9113 §6). Absent is what the type does not have. */
export interface Http2Facts {
  /** HEADERS, PUSH_PROMISE, CONTINUATION: decoded, on the frame that ends the block. */
  headers?: HeaderField[];
  settings?: [name: string, value: number][];
  /** WINDOW_UPDATE. */
  incrementBytes?: number;
  /** RST_STREAM, GOAWAY. */
  errorCode?: number;
  errorName?: string;
  lastStream?: number;
  /** Opaque data of a GOAWAY, as text. */
  debugData?: string;
  /** Opaque data of a PING, as hex. */
  opaque?: string;
  promisedStream?: number;
  /** PRIORITY, and HEADERS with that flag. */
  dependsOn?: number;
  exclusive?: boolean;
  weight?: number;
  /** PRIORITY_UPDATE (RFC 9218 §7): of this stream, as in the header field Priority. */
  prioritizedStream?: number;
  priority?: string;
  origins?: string[];
}
