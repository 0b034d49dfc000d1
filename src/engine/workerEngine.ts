import { Worker } from 'node:worker_threads';
import { WireError } from '../core/errors/wireError.ts';
import type { ExchangeSummary } from '../protocol/exchange.ts';
import type { Disposable } from './disposable.ts';
import type { Engine } from './engine.ts';
import { engineMethodNames, fromErrorData } from './rpc.ts';
import type { EngineMessage, EngineMethodName, EngineMethods } from './rpc.ts';

interface PendingCall {
  resolve: (result: unknown) => void;
  reject: (error: WireError) => void;
}

/** The host's end of the engine thread: numbers the calls, and settles each with the answer to it. */
class EngineThread {
  readonly #worker: Worker;
  readonly #pending = new Map<number, PendingCall>();
  readonly #listeners = new Set<(changed: ExchangeSummary[]) => void>();
  #lastId = 0;
  #crash: WireError | null = null;

  constructor(workerPath: string, onCrash: (error: WireError) => void) {
    this.#worker = new Worker(workerPath, { name: 'wirebook-engine' });
    this.#worker.on('message', (message: EngineMessage) => {
      this.#receive(message);
    });
    this.#worker.on('error', (error) => {
      this.#fail(error, onCrash);
    });
    this.#worker.on('exit', (exitCode) => {
      this.#fail(exitCode === 0 ? null : `exit code ${exitCode}`, onCrash);
    });
  }

  call(method: EngineMethodName, args: unknown[]): Promise<unknown> {
    if (this.#crash !== null) {
      return Promise.reject(this.#crash);
    }
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#worker.postMessage({ id, method, args });
    });
  }

  listen(listener: (changed: ExchangeSummary[]) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  #receive(message: EngineMessage): void {
    if (message.type === 'changed') {
      this.#listeners.forEach((listener) => listener(message.changed));
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.type === 'error') {
      pending?.reject(fromErrorData(message.error));
    } else {
      pending?.resolve(message.result);
    }
  }

  /** The thread has ended; with a cause it crashed. Whoever still waits is told. */
  #fail(cause: unknown, onCrash: (error: WireError) => void): void {
    if (this.#crash !== null) {
      return;
    }
    this.#crash = new WireError('WB_ENGINE_CRASHED', 'script', { cause });
    for (const pending of this.#pending.values()) {
      pending.reject(this.#crash);
    }
    this.#pending.clear();
    if (cause !== null) {
      onCrash(this.#crash);
    }
  }
}

/**
 * Starts the engine in a worker thread, where VS Code's patches of `net`, `tls` and `http` do not reach.
 * `onCrash` is called once if the thread ends unasked; every call then rejects with `WB_ENGINE_CRASHED`.
 */
export function startWorkerEngine(workerPath: string, onCrash: (error: WireError) => void): Engine {
  const thread = new EngineThread(workerPath, onCrash);
  const calls = Object.fromEntries(
    engineMethodNames.map((name) => [name, (...args: unknown[]) => thread.call(name, args)]),
  ) as unknown as EngineMethods;
  return { ...calls, onDidChange: (listener) => thread.listen(listener) };
}
