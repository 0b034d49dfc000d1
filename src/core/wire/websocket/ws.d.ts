// Parts of `ws` that it exports and its types leave out.
import 'ws';

declare module 'ws' {
  /** Parameters of permessage-deflate as agreed on (RFC 7692 §7.1). */
  export interface DeflateParameters {
    server_no_context_takeover?: true;
    client_no_context_takeover?: true;
    server_max_window_bits?: number;
    client_max_window_bits?: number;
  }

  /** Values of each parameter of an extension, in the order in which they were written. */
  export type ExtensionParameters = Record<string, (string | true)[]>;

  export class PerMessageDeflate {
    static readonly extensionName: 'permessage-deflate';
    readonly params: DeflateParameters | null;
    constructor(options?: {
      isServer?: boolean;
      maxPayload?: number;
      threshold?: number;
      clientMaxWindowBits?: boolean | number;
    });
    accept(configurations: ExtensionParameters[]): DeflateParameters;
    decompress(
      data: Uint8Array,
      fin: boolean,
      callback: (error: Error | null, inflated?: Buffer) => void,
    ): void;
    compress(
      data: Uint8Array,
      fin: boolean,
      callback: (error: Error | null, deflated?: Buffer) => void,
    ): void;
    cleanup(): void;
  }

  /** What a `Sender` asks of a socket. */
  export interface SenderSocket {
    readonly destroyed: boolean;
    cork(): void;
    uncork(): void;
    write(chunk: Buffer, callback?: (error?: Error | null) => void): void;
  }

  export interface FrameOptions {
    fin: boolean;
    opcode: number;
    mask: boolean;
    readOnly: boolean;
    rsv1: boolean;
  }

  type Sent = (error?: Error | null) => void;

  export class Sender {
    static frame(data: Buffer, options: FrameOptions): Buffer[];
    constructor(
      socket: SenderSocket,
      extensions: Record<string, PerMessageDeflate>,
      generateMask?: (key: Buffer) => void,
    );
    send(
      data: Uint8Array,
      options: { binary: boolean; compress: boolean; fin: boolean; mask: boolean },
      callback: Sent,
    ): void;
    ping(data: Uint8Array, mask: boolean, callback: Sent): void;
    pong(data: Uint8Array, mask: boolean, callback: Sent): void;
    close(code: number | undefined, reason: string, mask: boolean, callback: Sent): void;
  }

  export const extension: {
    /** Throws a `SyntaxError` on a malformed header. */
    parse: (header: string) => Record<string, ExtensionParameters[]>;
  };

  export const subprotocol: {
    /** Throws a `SyntaxError` on a malformed or repeated name. */
    parse: (header: string) => Set<string>;
  };
}
