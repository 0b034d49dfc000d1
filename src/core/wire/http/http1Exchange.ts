import { WireError } from '../../errors/wireError.ts';
import { excerpt } from '../dialer/excerpt.ts';
import type { TappedSocket } from '../dialer/tappedSocket.ts';
import type { Direction, HeaderField } from '../wireFacts.ts';
import type { Proxy } from '../proxy/proxy.ts';
import { connectionFailure } from './connectionFailure.ts';
import { membersOf, valueOf } from './headerFields.ts';
import type { Hop, HopListener, ResponseHead } from './hop.ts';
import { checkSwitch } from './protocolSwitch.ts';
import { http1Head, sendsChunks } from './requestHead.ts';
import { writeRequest } from './requestWriter.ts';
import type { ResponseListener } from './responseParser.ts';
import { ResponseParser } from './responseParser.ts';
import type { CloseReason } from './transport.ts';
import type { StopSignal } from '../stop.ts';

/** RFC 9110 §10.1.1: a client does not wait for 100 for ever. */
const CONTINUE_WAIT_MS = 1_000;
const CONTINUE = 100;

/** One request and its response on a connection. */
export class Http1Exchange implements ResponseListener {
  /** What came behind the response. */
  strayBytes: Buffer | null = null;
  readonly #socket: TappedSocket;
  readonly #hop: Hop;
  readonly #listener: HopListener;
  readonly #forwarder: Proxy | null;
  readonly #parser: ResponseParser;
  readonly #done = Promise.withResolvers<void>();
  #signal: StopSignal | null = null;
  #over: ((failed: boolean) => void) | null = null;
  #continued: ((bodyIsWanted: boolean) => void) | null = null;
  #progress: 'send' | 'wait' | 'receive' = 'send';
  #isSent = false;
  /** Of the first byte of the response. */
  #inOffset = Infinity;
  #sendsChunks = false;
  #headHasPassed = false;
  #receivedBytes = 0;
  #requestCloses = false;
  #responseHeaders: HeaderField[] = [];

  constructor(socket: TappedSocket, hop: Hop, listener: HopListener, forwarder: Proxy | null) {
    this.#forwarder = forwarder;
    this.#socket = socket;
    this.#hop = hop;
    this.#listener = listener;
    this.#parser = new ResponseParser(hop.method, this);
  }

  /** Why the connection may carry no other request; `null` where it may: nothing is left on it in either direction. */
  get closeReason(): CloseReason | null {
    if (this.strayBytes !== null) return 'stray-bytes';
    const keepsAlive = this.#isSent && !this.#requestCloses && this.#parser.keepsAlive;
    return keepsAlive ? null : 'connection-close';
  }

  /** What `Keep-Alive: timeout=` of the response said. */
  get keepAliveHintMs(): number | null {
    const parameters = valueOf(this.#responseHeaders, 'keep-alive');
    if (parameters === undefined) return null;
    const seconds = /(?:^|[\s,])timeout=(\d{1,6})/i.exec(parameters)?.[1];
    return seconds === undefined ? null : Number(seconds) * 1000;
  }

  /** Sends, then waits for the response; calls `over`, once, just before it resolves. Rejects with a `WireError`. */
  run(signal: StopSignal, over: (failed: boolean) => void): Promise<void> {
    this.#signal = signal;
    this.#over = over;
    this.#listener.begins((failure) => this.#fail(failure));
    if (signal.aborted) {
      this.#stop();
    } else {
      signal.addEventListener('abort', this.#stop);
      this.#send();
    }
    return this.#done.promise;
  }

  /** Bytes pass the tap and stand at `offset` in the log; those of the peer come as `received` afterwards. */
  passed(direction: Direction, bytes: Buffer, offset: number): void {
    if (direction === 'in') this.#inOffset = Math.min(this.#inOffset, offset);
    else if (this.#headHasPassed && this.#sendsChunks) this.#chunkSent(bytes, offset);
    else this.#headHasPassed = true;
  }

  /** Takes what came from the peer. */
  received(chunk: Buffer): void {
    this.#receivedBytes += chunk.length;
    try {
      const taken = this.#parser.read(chunk);
      if (!this.#parser.done) return;
      if (taken < chunk.length) this.#stray(chunk.subarray(taken));
      this.#answered();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The peer has closed its side. */
  ended(): void {
    try {
      this.#parser.finish();
      this.#succeed();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The connection is gone: with an error, or without a word. */
  broken(error: Error | null): void {
    if (error === null) this.ended();
    else if (error instanceof WireError) this.#fail(error);
    else this.#fail(connectionFailure(error, this.#progress, this.#receivedBytes));
  }

  informational(status: number, headers: HeaderField[]): void {
    this.#listener.informational(status, headers);
    if (status === CONTINUE) this.#continued?.(true);
  }

  responseBegins(): void {
    this.#listener.responseBegins();
    this.#progress = 'receive';
    this.#continued?.(false);
  }

  response(head: ResponseHead): void {
    this.#responseHeaders = head.headers;
    this.#listener.response(head);
    checkSwitch(this.#hop.headers, head);
  }

  chunk(start: number, headerBytes: number, sizeBytes: number): void {
    const offset = this.#inOffset + start;
    this.#listener.chunk({ direction: 'in', offset, headerBytes, sizeBytes });
  }

  trailers(headers: HeaderField[]): void {
    this.#listener.trailers(headers);
  }

  data(chunk: Buffer, start: number | null): void {
    const pause = this.#listener.data(chunk, start === null ? null : this.#inOffset + start);
    if (pause === null) return;
    this.#socket.pause();
    void pause.then(() => this.#socket.resume());
  }

  /** TLS tells that the request has left in the turn after it did so, which a fast answer can outrun. */
  #answered(): void {
    if (this.#isSent) this.#succeed();
    else setImmediate(() => this.#succeed());
  }

  /** Bytes behind the response would be taken for the next answer: they end the connection, and say so. */
  #stray(bytes: Buffer): void {
    this.strayBytes = bytes;
    if (this.#parser.switchesProtocol) return;
    const params = {
      stray: `${bytes.length} bytes`,
      excerpt: excerpt(bytes),
      end: this.#parser.endsBy,
    };
    this.#fail(new WireError('WB_HTTP_STRAY_BYTES', 'receive', { params }));
  }

  readonly #stop = (): void => this.#fail(new WireError('WB_CANCELLED', this.#progress));

  #succeed(): void {
    this.#end(false);
    this.#done.resolve();
  }

  #fail(error: unknown): void {
    this.#end(true);
    this.#done.reject(error);
  }

  /** The first end counts: nothing can stop it any more, and a body that was held back is not wanted. */
  #end(failed: boolean): void {
    const over = this.#over;
    this.#over = null;
    if (over === null) return;
    this.#signal?.removeEventListener('abort', this.#stop);
    this.#continued?.(false);
    over(failed);
  }

  #send(): void {
    const head = http1Head(this.#hop, this.#forwarder);
    const isHeldBack = membersOf(head.headers, 'expect').includes('100-continue');
    const mayContinue = isHeldBack ? () => this.#mayContinue() : null;
    this.#requestCloses = membersOf(head.headers, 'connection').includes('close');
    this.#sendsChunks = sendsChunks(head.headers);
    this.#listener.sending(head);
    writeRequest(this.#socket, this.#hop, head, mayContinue, (error) => {
      if (error) this.broken(error);
      else this.#sent();
    });
  }

  /** The head is written at once, and so is each chunk. */
  #chunkSent(bytes: Buffer, offset: number): void {
    const headerBytes = bytes.indexOf('\r\n') + 2;
    const sizeBytes = Number.parseInt(bytes.toString('latin1', 0, headerBytes), 16);
    this.#listener.chunk({ direction: 'out', offset, headerBytes, sizeBytes });
  }

  #sent(): void {
    this.#isSent = true;
    this.#waits();
  }

  #waits(): void {
    if (this.#progress !== 'send') return;
    this.#progress = 'wait';
    this.#listener.sent();
  }

  #sendsOn(): void {
    if (this.#progress !== 'wait') return;
    this.#progress = 'send';
    this.#listener.sendsOn();
  }

  /** `Expect: 100-continue` holds the body back until 100, any final answer, or a second has passed. */
  #mayContinue(): Promise<boolean> {
    // The answer may have been faster than what tells that the head has left.
    if (this.#progress === 'receive') return Promise.resolve(false);
    this.#waits();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#continued?.(true), CONTINUE_WAIT_MS);
      this.#continued = (bodyIsWanted) => {
        clearTimeout(timer);
        // The server still expects the body that was announced and will not come.
        this.#requestCloses ||= !bodyIsWanted && !this.#isSent;
        if (bodyIsWanted) this.#sendsOn();
        resolve(bodyIsWanted);
      };
    });
  }
}
