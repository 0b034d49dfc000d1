import * as vscode from 'vscode';
import type { UnpreparedRequest } from '../../core/runner/preparedRequest.ts';
import type { FailurePhase } from '../../core/errors/wireError.ts';
import type { Disposable } from '../../engine/disposable.ts';
import type { ExchangeSummary } from '../../protocol/exchange.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import { DisposableStore } from '../lifetime/disposableStore.ts';
import { t } from '../translate.ts';
import type { Anchors } from './anchors.ts';
import { isLive } from './exchangeStates.ts';
import { localizeFailure } from './failureView.ts';

/** The exchanges of this window, live and past, and which of them is shown. */
export class Sessions implements Disposable {
  readonly #engine: EngineHost;
  readonly #anchors: Anchors;
  readonly #store = new DisposableStore();
  readonly #byId = new Map<number, ExchangeSummary>();
  readonly #changed = this.#store.add(new vscode.EventEmitter<readonly ExchangeSummary[]>());
  readonly #shownChanged = this.#store.add(new vscode.EventEmitter<number | null>());
  #shown: number | null = null;

  /** Exchanges that changed; an empty list after some were removed. */
  readonly onDidChange = this.#changed.event;
  readonly onDidShow = this.#shownChanged.event;

  constructor(engine: EngineHost, anchors: Anchors, log: vscode.LogOutputChannel) {
    this.#engine = engine;
    this.#anchors = anchors;
    this.#store.add(
      engine.onDidChange((changed) => {
        this.#update(changed).catch((error: unknown) => log.error('News is not shown.', error));
      }),
    );
    this.#store.add(
      engine.onDidCrash(() => {
        this.#recordCrash().catch((error: unknown) =>
          log.error('The crash is not recorded.', error),
        );
      }),
    );
  }

  /** Newest first. */
  list(): ExchangeSummary[] {
    return [...this.#byId.values()].toReversed();
  }

  get(exchange: number): ExchangeSummary | undefined {
    return this.#byId.get(exchange);
  }

  /** The exchange that console and commands speak of. */
  get shown(): ExchangeSummary | undefined {
    return this.#shown === null ? undefined : this.#byId.get(this.#shown);
  }

  show(exchange: number | null): void {
    if (this.#shown !== exchange) {
      this.#shown = exchange;
      this.#shownChanged.fire(exchange);
    }
  }

  /** Reads an exchange that was just started, so that it is known before its first news. */
  async adopt(exchange: number): Promise<void> {
    const view = await this.#engine.running?.exchange(exchange);
    if (view !== null && view !== undefined) {
      await this.#update([view]);
    }
  }

  /** Removes exchanges that are over. */
  async forget(exchanges: number[]): Promise<void> {
    const over = exchanges.filter((id) => {
      const summary = this.#byId.get(id);
      return summary !== undefined && !isLive(summary);
    });
    over.forEach((id) => this.#drop(id));
    if (this.#shown !== null && !this.#byId.has(this.#shown)) {
      this.show(this.list()[0]?.id ?? null);
    }
    this.#changed.fire([]);
    const engine = this.#engine.running;
    if (engine !== null) {
      await Promise.all(over.map((id) => engine.forget(id)));
    }
  }

  dispose(): void {
    this.#store.dispose();
    this.#byId.clear();
  }

  async #update(changed: ExchangeSummary[]): Promise<void> {
    const localized = await Promise.all(changed.map((summary) => localizeFailure(summary, t)));
    const newer = localized.filter(
      ({ id, revision }) => (this.#byId.get(id)?.revision ?? -1) < revision,
    );
    newer.forEach((summary) => this.#byId.set(summary.id, summary));
    if (newer.length > 0) {
      this.#changed.fire(newer);
    }
  }

  #drop(exchange: number): void {
    this.#byId.delete(exchange);
    this.#anchors.delete(exchange);
  }

  /** The recording died with the engine; what was live is recorded again in a new one, as failed. */
  async #recordCrash(): Promise<void> {
    const lost = [...this.#byId.values()];
    const anchors = new Map(lost.map(({ id }) => [id, this.#anchors.get(id)]));
    lost.forEach(({ id }) => this.#drop(id));
    this.show(null);
    this.#changed.fire([]);
    for (const summary of lost.filter(isLive)) {
      const exchange = await this.#engine.start().fail(crashOf(summary));
      const anchor = anchors.get(summary.id);
      if (anchor !== undefined) {
        this.#anchors.set(exchange, anchor);
      }
      await this.adopt(exchange);
      this.show(exchange);
    }
  }
}

function crashOf(summary: ExchangeSummary): UnpreparedRequest {
  const { kind, method, url, file, line, name } = summary;
  const failure = { code: 'WB_ENGINE_CRASHED', phase: phaseOf(summary), params: {} } as const;
  return { kind, method, url, file, line, name, failure };
}

function phaseOf({ state }: ExchangeSummary): FailurePhase {
  if (state === 'open' || state === 'closing') {
    return 'frames';
  }
  return state === 'receiving' ? 'receive' : 'wait';
}
