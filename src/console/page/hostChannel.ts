import type { ConsoleMethod, ConsoleRequests, HostMessage } from '../../protocol/console.ts';
import type { VsCodeApi } from './vscodeApi.ts';

type Notice = Exclude<HostMessage, { type: 'reply' | 'error' }>;

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Requests to the host and notices from it. A request rejects with the host's sentence for people. */
export class HostChannel {
  readonly #api: VsCodeApi;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;

  constructor(api: VsCodeApi, onNotice: (notice: Notice) => void) {
    this.#api = api;
    window.addEventListener('message', (event: MessageEvent<HostMessage>) => {
      const message = event.data;
      if (message.type === 'reply') this.#take(message.id)?.resolve(message.result);
      else if (message.type === 'error') this.#take(message.id)?.reject(new Error(message.message));
      else onNotice(message);
    });
  }

  request<M extends ConsoleMethod>(
    method: M,
    params: ConsoleRequests[M]['params'],
  ): Promise<ConsoleRequests[M]['result']> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      // The union of messages is keyed by method, which a generic method cannot be narrowed to.
      this.#api.postMessage({ type: 'request', id, method, params } as Parameters<
        VsCodeApi['postMessage']
      >[0]);
    });
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }
}
