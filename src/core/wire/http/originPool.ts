import { WireError } from '../../errors/wireError.ts';
import type { Connection } from '../dialer/connection.ts';
import { dial } from '../dialer/dial.ts';
import type { ExchangeSink, WireRecorder } from '../sink.ts';
import { Http1Transport } from './http1Transport.ts';
import { Http2Transport } from './http2Transport.ts';
import { IdleTimers } from './idleTimers.ts';
import type { PoolTarget } from './poolTarget.ts';
import type { CloseReason, Transport } from './transport.ts';
import type { StopSignal } from '../stop.ts';

/** Somebody who wants a connection. */
export interface Want {
  target: PoolTarget;
  sink: ExchangeSink;
  recorder: WireRecorder;
  signal: StopSignal;
}

/** A connection to send one request on. */
export interface Lease {
  transport: Transport;
  /** It has carried requests before. */
  reused: boolean;
}

interface Waiter {
  want: Want;
  start(): void;
}

/**
 * The connections of one origin under one set of options. HTTP/1.1 connections carry one request at a time, up to
 * the limit of who asks; one HTTP/2 connection carries all. Until it is known which of them the server speaks, one
 * connection is made first and the others wait. Who waits is served in order.
 */
export class OriginPool {
  readonly #open = new Set<Http1Transport>();
  readonly #timers = new IdleTimers();
  #idle: Http1Transport[] = [];
  #waiters: Waiter[] = [];
  #session: Http2Transport | null = null;
  #dialing = 0;
  #speaksHttp1 = false;

  /** A connection: new, reused or shared. Waits (phase `blocked`) while the limit is reached. */
  acquire(want: Want): Lease | Promise<Lease> {
    if (this.#waiters.length === 0 && this.#canServe(want)) return this.#serve(want);
    return this.#wait(want);
  }

  /** Takes a connection back after its request. */
  release(transport: Transport): void {
    if (transport instanceof Http1Transport && transport.isFree) {
      this.#idle.push(transport);
      this.#wake();
      if (this.#idle.at(-1) === transport) this.#timers.start(transport, transport.keepAliveHintMs);
      return;
    }
    if (transport instanceof Http2Transport) {
      transport.leases--;
      if (transport.isFree && transport.isIdle) this.#timers.start(transport, null);
    }
    this.#wake();
  }

  /** Closes what carries no request. */
  closeIdle(reason: CloseReason): void {
    for (const transport of this.#idle) transport.destroy(reason);
    if (this.#session?.isIdle === true) this.#session.destroy(reason);
  }

  /** Closes every connection. */
  destroy(): void {
    for (const transport of this.#open) transport.destroy('engine');
    this.#session?.destroy('engine');
  }

  #canServe(want: Want): boolean {
    // What is beyond the streams that the server takes waits, as in a browser.
    if (this.#session !== null) return this.#session.isFree;
    while (this.#idle.at(-1)?.isFree === false) this.#idle.pop();
    return this.#idle.length > 0 || this.#mayDial(want.target);
  }

  #mayDial({ limit, dial: { alpn }, priorKnowledge }: PoolTarget): boolean {
    const mayBeHttp2 = priorKnowledge || (alpn.includes('h2') && !this.#speaksHttp1);
    if (mayBeHttp2 && this.#dialing > 0) return false;
    return this.#open.size + this.#dialing < limit;
  }

  /** Takes what there is before it first waits for anything, so that nobody else can. */
  #serve(want: Want): Lease | Promise<Lease> {
    const transport = this.#session ?? this.#idle.pop();
    if (transport === undefined) return this.#dial(want);
    this.#timers.stop(transport);
    if (transport instanceof Http2Transport) transport.leases++;
    return { transport, reused: true };
  }

  async #dial({ target, sink, recorder, signal }: Want): Promise<Lease> {
    this.#dialing++;
    try {
      const connection = await dial(target.dial, sink, recorder, signal);
      const isHttp2 = target.priorKnowledge || connection.facts.tls?.alpn === 'h2';
      const transport = isHttp2 ? this.#openedHttp2(connection) : this.#openedHttp1(connection);
      return { transport, reused: false };
    } finally {
      this.#dialing--;
      // Who dialed goes first.
      queueMicrotask(() => this.#wake());
    }
  }

  #openedHttp1(connection: Connection): Http1Transport {
    const transport = new Http1Transport(connection);
    this.#speaksHttp1 = true;
    this.#open.add(transport);
    transport.onClosed = () => this.#lost(transport);
    return transport;
  }

  #openedHttp2(connection: Connection): Http2Transport {
    const session = new Http2Transport(connection);
    this.#session = session;
    session.leases++;
    session.onUnusable = () => {
      if (this.#session === session) this.#lost(null);
    };
    session.onRoom = () => this.#wake();
    return session;
  }

  #lost(transport: Http1Transport | null): void {
    if (transport === null) {
      if (this.#session !== null) this.#timers.forget(this.#session);
      this.#session = null;
    } else {
      this.#open.delete(transport);
      this.#idle = this.#idle.filter((each) => each !== transport);
      this.#timers.forget(transport);
    }
    this.#wake();
  }

  #wait(want: Want): Promise<Lease> {
    const { sink, signal } = want;
    sink.phase('blocked', 'start');
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        want,
        start: () => {
          signal.removeEventListener('abort', leave);
          sink.phase('blocked', 'end');
          resolve(this.#serve(want));
        },
      };
      const leave = (): void => {
        this.#waiters = this.#waiters.filter((each) => each !== waiter);
        sink.phase('blocked', 'end');
        reject(new WireError('WB_CANCELLED', 'tcp'));
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiters.push(waiter);
    });
  }

  #wake(): void {
    let first = this.#waiters[0];
    while (first !== undefined && this.#canServe(first.want)) {
      this.#waiters.shift();
      first.start();
      first = this.#waiters[0];
    }
  }
}
