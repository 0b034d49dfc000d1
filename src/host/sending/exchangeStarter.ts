import { isPrepared } from '../../core/runner/preparedRequest.ts';
import type { PreparedRequest, UnpreparedRequest } from '../../core/runner/preparedRequest.ts';
import type { NamedRequest } from '../../core/variables/scope.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import type { Anchor, Anchors } from '../sessions/anchors.ts';
import type { Sessions } from '../sessions/sessions.ts';

/** What others refer to a request by. */
interface Origin {
  named: NamedRequest;
  environment: string | null;
}

/** A request that is ready to be started, and where it stands. */
export interface Ready {
  request: PreparedRequest | UnpreparedRequest;
  anchor: Anchor | null;
  /** Null where it is no longer in its file. */
  origin: Origin | null;
}

/** What starting needs. */
export interface StarterParts {
  engine: EngineHost;
  anchors: Anchors;
  sessions: Sessions;
  /** Called when one exchange has started, or several at once. */
  onStarted: (what: 'one' | 'many') => Promise<void>;
}

/** Starts requests that are ready, and keeps each as it was sent. */
export class ExchangeStarter {
  readonly #parts: StarterParts;
  readonly #remember: (origin: Origin, exchange: number) => void;
  readonly #prepared = new Map<number, PreparedRequest>();

  constructor(parts: StarterParts, remember: (origin: Origin, exchange: number) => void) {
    this.#parts = parts;
    this.#remember = remember;
  }

  /** Starts one; resolves with its exchange. */
  async startOne(ready: Ready): Promise<number> {
    const exchange = await this.#start(ready);
    await this.#parts.onStarted('one');
    return exchange;
  }

  /** Starts several at once. */
  async startAll(ready: Ready[]): Promise<number[]> {
    const exchanges = await Promise.all(ready.map((each) => this.#start(each)));
    if (exchanges.length > 0) {
      await this.#parts.onStarted('many');
    }
    return exchanges;
  }

  /** The request of an exchange as it was sent; `undefined` where it was not. */
  preparedOf(exchange: number): PreparedRequest | undefined {
    return this.#prepared.get(exchange);
  }

  forget(exchanges: readonly number[]): void {
    exchanges.forEach((exchange) => this.#prepared.delete(exchange));
  }

  clear(): void {
    this.#prepared.clear();
  }

  async #start({ request, anchor, origin }: Ready): Promise<number> {
    const { engine, anchors, sessions } = this.#parts;
    const exchange = isPrepared(request)
      ? await engine.start().start(request)
      : await engine.start().fail(request);
    if (isPrepared(request)) {
      this.#prepared.set(exchange, request);
    }
    if (origin !== null) {
      this.#remember(origin, exchange);
    }
    if (anchor !== null) {
      anchors.set(exchange, anchor);
    }
    await sessions.adopt(exchange);
    sessions.show(exchange);
    return exchange;
  }
}
