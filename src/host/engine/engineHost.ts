import * as vscode from 'vscode';
import type { Disposable } from '../../engine/disposable.ts';
import type { Engine } from '../../engine/engine.ts';
import { startWorkerEngine } from '../../engine/workerEngine.ts';
import type { ExchangeSummary } from '../../protocol/exchange.ts';
import { engineSettings } from '../settings.ts';

/** Owns the engine's worker: starts it on first use, and again on the next use after a crash. */
export class EngineHost implements Disposable {
  readonly #workerPath: string;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<ExchangeSummary[]>();
  readonly #crashed = new vscode.EventEmitter<void>();
  readonly #secretsChanged = new vscode.EventEmitter<boolean>();
  readonly #settings: vscode.Disposable;
  #engine: Engine | null = null;
  #showSecrets = false;
  #ended: Promise<void> | null = null;

  /** What has changed, at most every 50 ms. */
  readonly onDidChange = this.#changed.event;
  /** The worker ended unasked; whatever was live in it is gone. */
  readonly onDidCrash = this.#crashed.event;
  readonly onDidChangeSecrets = this.#secretsChanged.event;

  constructor(workerPath: string, log: vscode.LogOutputChannel) {
    this.#workerPath = workerPath;
    this.#log = log;
    this.#settings = vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('wirebook.recording.limit')) {
        this.#configure();
      }
    });
  }

  /** The engine if it runs; reading what happened never starts it. */
  get running(): Engine | null {
    return this.#engine;
  }

  get showSecrets(): boolean {
    return this.#showSecrets;
  }

  /** The engine, started if it does not run yet. */
  start(): Engine {
    if (this.#ended !== null) {
      throw new Error('The extension is being deactivated.');
    }
    this.#engine ??= this.#begin();
    return this.#engine;
  }

  setShowSecrets(show: boolean): void {
    this.#showSecrets = show;
    this.#configure();
    this.#secretsChanged.fire(show);
  }

  /** Closes every socket (WebSocket with 1001); resolves when they are closed. */
  end(): Promise<void> {
    this.#ended ??= this.#engine?.dispose() ?? Promise.resolve();
    this.#engine = null;
    return this.#ended;
  }

  dispose(): void {
    void this.end();
    this.#settings.dispose();
    this.#changed.dispose();
    this.#crashed.dispose();
    this.#secretsChanged.dispose();
  }

  #begin(): Engine {
    const engine = startWorkerEngine(this.#workerPath, (error) => {
      this.#log.error('The engine stopped unexpectedly.', error.cause);
      if (this.#engine === engine) {
        this.#engine = null;
        this.#crashed.fire();
      }
    });
    engine.onDidChange((changed) => this.#changed.fire(changed));
    this.#engine = engine;
    this.#configure();
    this.#log.info('The engine has started.');
    return engine;
  }

  #configure(): void {
    this.#engine
      ?.configure(engineSettings(this.#showSecrets))
      .catch((error: unknown) => this.#log.warn('The engine was not configured.', error));
  }
}
