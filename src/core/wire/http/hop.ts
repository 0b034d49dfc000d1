import type { WireError } from '../../errors/wireError.ts';
import type { HeaderField } from '../wireFacts.ts';
import type { ChunkFields } from '../sink.ts';
import type { MeasuredPart } from './requestBody.ts';

/** One request of an exchange: the first one, or one that a redirect led to. */
export interface Hop {
  method: string;
  /** Absolute URL as written, without fragment. */
  url: string;
  /** The same, parsed: where the request goes. */
  address: URL;
  /** In the order in which they are sent, without Host. */
  headers: HeaderField[];
  body: MeasuredPart[];
  /** Sum over the parts, files included. */
  bodyBytes: number;
}

/** Head of a response, as received. */
export interface ResponseHead {
  httpVersion: string;
  status: number;
  reason: string;
  headers: HeaderField[];
}

/** Head of a request, as sent. */
export interface RequestHead {
  method: string;
  target: string;
  httpVersion: string;
  headers: HeaderField[];
  /** `null` where the length is not told. */
  bodyLength: number | null;
  /** The proxy that is to pass it on; missing where there is none or a tunnel through it. */
  proxy?: string;
}

/** Ends an exchange on its transport. */
export type BreakOff = (failure: WireError) => void;

/** What a transport tells of the request it sends and the response it reads, in this order. */
export interface HopListener {
  /** Called first: `breakOff` ends the exchange with a failure that shows before the response has ended. */
  begins(breakOff: BreakOff): void;
  /** Called just before the first byte. */
  sending(head: RequestHead): void;
  /** HTTP/2: the stream that carries the request. */
  stream(id: number): void;
  /** The last byte has left, or all that may go before the server says `100 Continue`. */
  sent(): void;
  /** The rest of the request goes out. */
  sendsOn(): void;
  informational(status: number, headers: HeaderField[]): void;
  /** The first bytes of the final response are there. */
  responseBegins(): void;
  response(head: ResponseHead): void;
  /** HTTP/1.1: a chunk of either body begins. */
  chunk(chunk: Omit<ChunkFields, 'connection'>): void;
  /** Fields behind the body. */
  trailers(headers: HeaderField[]): void;
  /**
   * A piece of the body without its framing; reading pauses until the promise, where there is one, resolves. `offset`
   * is where it stands in the connection's byte log, where no framing comes between the pieces.
   */
  data(chunk: Buffer, offset: number | null): Promise<void> | null;
}
