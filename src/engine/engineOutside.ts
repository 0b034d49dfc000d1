import { once } from 'node:events';
import { resolve } from 'node:path';
import type { ExchangeValue } from '../core/recording/exchangeValue.ts';
import type { Answer, Handover, Need, Outside, TokenNeed } from '../core/variables/need.ts';
import type { Prompt } from '../core/variables/prompt.ts';
import type { NamedRequest } from '../core/variables/scope.ts';
import type { VariableFailure } from '../core/variables/variable.ts';
import type { Engine } from './engine.ts';

/** Who is asked for values: VS Code's boxes and secret storage, or a terminal and the process. */
export interface Asker {
  /** The user's answer; `cancelled` when there shall be none, `nobody` where nobody can be asked. */
  prompt(prompt: Prompt): Promise<{ value: string } | 'cancelled' | 'nobody'>;
  /** A stored secret; `undefined` where there is none of that name. */
  secret(name: string): Promise<string | undefined>;
}

/** What fetching needs of its surroundings. */
export interface OutsideParts {
  engine: () => Pick<Engine, 'value' | 'finished' | 'onDidChange'>;
  asker: Asker;
}

/** An exchange, `done` where a block ran others and sent nothing itself, `null` where nothing was wanted. */
export type Sent = number | 'done' | null;

/** How a request is sent that another one needs: in the same environment, like any other. */
interface Sending {
  environment: string | null;
  /** Resolves with the exchange once it has begun; `null` when the user does not want it. */
  send: (request: NamedRequest, handover?: Handover) => Promise<Sent>;
}

/**
 * Fetches what requests need from the user and from earlier exchanges. One lives as long as a session (host) or a
 * run (command line): each request that others refer to runs once in it, and is then remembered.
 */
export class EngineOutside {
  readonly #parts: OutsideParts;
  readonly #exchanges = new Map<string, Promise<Sent>>();
  /** Which request waits for which: a circle would wait for ever. */
  readonly #waiting = new Map<string, NamedRequest>();
  readonly #remembered = new Map<string, string>();

  constructor(parts: OutsideParts) {
    this.#parts = parts;
  }

  /** For requests that are sent in this environment: each environment has responses of its own. */
  in(environment: string | null, send: Sending['send']): Outside {
    const sending = { environment, send };
    return { fetch: (need, request) => this.#fetch(need, request, sending) };
  }

  /** An exchange has begun: what refers to its request takes values from it from now on. */
  remember(request: NamedRequest, environment: string | null, exchange: Promise<Sent>): void {
    this.#exchanges.set(keyOf(request, environment), exchange);
  }

  /** The exchanges that were remembered are gone; answers of the user stay. */
  forgetExchanges(): void {
    this.#exchanges.clear();
  }

  async #fetch(
    need: Exclude<Need, TokenNeed>,
    request: NamedRequest,
    sending: Sending,
  ): Promise<Answer | 'cancelled'> {
    switch (need.kind) {
      case 'prompt':
        return this.#prompt(need.key, need.prompt);
      case 'secret':
        return this.#secret(need.key, need.name);
      case 'run':
      case 'response':
        return this.#waitFor(need, request, sending);
    }
  }

  async #prompt(key: string, prompt: Prompt): Promise<Answer | 'cancelled'> {
    const known = prompt.once ? this.#remembered.get(key) : undefined;
    const answer = known === undefined ? await this.#parts.asker.prompt(prompt) : { value: known };
    if (answer === 'cancelled') return answer;
    if (answer === 'nobody') return failed('WB2011', prompt.label || key);
    const isWrong = prompt.opens?.accepts(answer.value) === false;
    if (prompt.once && !isWrong) this.#remembered.set(key, answer.value);
    return { ...answer, secret: prompt.form === 'password' };
  }

  async #secret(key: string, name: string): Promise<Answer> {
    const value = await this.#parts.asker.secret(name);
    return value === undefined
      ? failed('WB2018', key, secretVariable(name))
      : { value, secret: true };
  }

  /** Takes from an earlier request what is needed, unless that waits for this one. */
  async #waitFor(
    need: ExchangeNeed,
    request: NamedRequest,
    sending: Sending,
  ): Promise<Answer | 'cancelled'> {
    const { environment } = sending;
    const circle = this.#circle(request, need.target, environment);
    if (circle !== null) return failed('WB2017', nameOf(request), circle);
    const key = keyOf(request, environment);
    this.#waiting.set(key, need.target);
    try {
      return answerTo(need, await this.#read(need, sending));
    } finally {
      this.#waiting.delete(key);
    }
  }

  #circle(request: NamedRequest, target: NamedRequest, environment: string | null): string | null {
    const own = keyOf(request, environment);
    const names = [nameOf(request)];
    for (let next: NamedRequest | undefined = target; next !== undefined;) {
      names.push(nameOf(next));
      const key = keyOf(next, environment);
      if (key === own) return names.join(' → ');
      next = this.#waiting.get(key);
    }
    return null;
  }

  /** Reads from the exchange that is remembered; runs the request where there is none, or where it did not go well. */
  async #read(need: ExchangeNeed, { environment, send }: Sending): Promise<Settled> {
    const { target } = need;
    const known = await this.#exchanges.get(keyOf(target, environment));
    const again = need.kind === 'run' && need.always;
    if (typeof known === 'number' && !again) {
      const value = await this.#settled(known, need);
      if (value !== null && !isFailed(value)) return value;
    }
    const sent = send(target, need.kind === 'run' ? need.handover : undefined);
    this.remember(target, environment, sent);
    const exchange = await sent;
    if (exchange === null) return 'cancelled';
    if (exchange !== 'done') return this.#settled(exchange, need);
    return { state: 'missing', ...failed('WB2012', need.key) };
  }

  /** The value once the exchange has it; a WebSocket may have it long before its end. */
  async #settled(exchange: number, need: ExchangeNeed): Promise<Settled> {
    const engine = this.#parts.engine();
    const selector = need.kind === 'run' ? ({ of: 'status' } as const) : need.reference.selector;
    for (;;) {
      // Listens before it looks, so that no change is missed in between.
      const change = new AbortController();
      const listening = engine.onDidChange(() => change.abort());
      const changed = once(change.signal, 'abort');
      const value = await engine.value(exchange, selector, need.key);
      if (value?.state === 'pending') await Promise.race([engine.finished(exchange), changed]);
      listening.dispose();
      if (value?.state !== 'pending') return value;
    }
  }
}

type ExchangeNeed = Extract<Need, { kind: 'run' | 'response' }>;
/** What became of an exchange that another request needs; `null` when it has gone from the recording. */
type Settled = Exclude<ExchangeValue, { state: 'pending' }> | 'cancelled' | null;

function answerTo(need: ExchangeNeed, value: Settled): Answer | 'cancelled' {
  if (value === 'cancelled') return value;
  if (value?.state === 'known') return value;
  // That a request has run is enough for `# @ref`, whatever came back.
  if (need.kind === 'run' && value !== null && !isFailed(value))
    return { value: '', secret: false };
  return value ?? failed('WB2012', need.key);
}

function isFailed(value: Settled): boolean {
  return typeof value === 'object' && value?.state === 'missing' && value.failure.code === 'WB2013';
}

/** The variable of the process that stands for a secret on the command line. */
export function secretVariable(name: string): string {
  return `WIREBOOK_SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}

function failed(code: VariableFailure['code'], ...args: string[]): { failure: VariableFailure } {
  return { failure: { code, args } };
}

function keyOf({ file, block }: NamedRequest, environment: string | null): string {
  const name = block.name?.text ?? String(block.request.lineRange.line);
  return [file.path === null ? '' : resolve(file.path), name, environment ?? ''].join('\0');
}

function nameOf({ block }: NamedRequest): string {
  return block.name?.text ?? block.request.url.text;
}
