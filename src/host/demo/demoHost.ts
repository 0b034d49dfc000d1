import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import type {
  DemoWorkerCommand,
  DemoWorkerData,
  DemoWorkerMessage,
} from '../../demo/demoMessages.ts';
import type { DemoPorts } from '../../demo/portInUseError.ts';
import type { Disposable } from '../../engine/disposable.ts';
import { demoPorts } from '../settings.ts';
import { t } from '../translate.ts';
import { setContextKey } from '../views/contextKeys.ts';

type Ready = Extract<DemoWorkerMessage, { type: 'ready' }>;
type PortInUse = NonNullable<Extract<DemoWorkerMessage, { type: 'error' }>['portInUse']>;

/** Starts and stops the demo server, in a worker of its own. */
export class DemoHost implements Disposable {
  readonly #workerPath: string;
  readonly #storage: vscode.Uri;
  readonly #log: vscode.LogOutputChannel;
  #worker: Worker | null = null;
  #ready: Ready | null = null;

  constructor(workerPath: string, storage: vscode.Uri, log: vscode.LogOutputChannel) {
    this.#workerPath = workerPath;
    this.#storage = storage;
    this.#log = log;
  }

  /** What the running server said of itself. */
  get running(): Ready | null {
    return this.#ready;
  }

  /** Starts the server, or tells where it is; where a port is taken, offers the next free one. */
  async start(): Promise<void> {
    const { http, https } = demoPorts();
    const ready = this.#ready ?? (await this.#startAt({ httpPort: http, httpsPort: https }));
    if (ready !== null) {
      await offerToOpen(ready.urls.http);
    }
  }

  /** Stops the server and resolves when its ports are free. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    if (worker === null) {
      return;
    }
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage({ type: 'stop' } satisfies DemoWorkerCommand);
    await ended;
  }

  dispose(): void {
    void this.#worker?.terminate();
  }

  async #startAt(ports: DemoPorts): Promise<Ready | null> {
    const message = await this.#spawn(ports);
    if (message.type === 'ready') {
      return message;
    }
    if (message.portInUse === undefined) {
      void vscode.window.showErrorMessage(t('The demo server did not start: {0}', message.message));
      return null;
    }
    return this.#offerNextPorts(message.portInUse);
  }

  async #offerNextPorts({ port, suggestion }: PortInUse): Promise<Ready | null> {
    const problem = t('Port {0} is in use, so the demo server did not start.', String(port));
    if (suggestion === null) {
      void vscode.window.showErrorMessage(problem);
      return null;
    }
    const { httpPort, httpsPort } = suggestion;
    const take = t('Use {0} and {1}', String(httpPort), String(httpsPort));
    const answer = await vscode.window.showWarningMessage(problem, take);
    return answer === take ? this.#startAt(suggestion) : null;
  }

  #spawn({ httpPort, httpsPort }: DemoPorts): Promise<DemoWorkerMessage> {
    const workerData: DemoWorkerData = {
      httpPort,
      httpsPort,
      certificateFolder: this.#storage.fsPath,
    };
    const worker = new Worker(this.#workerPath, { workerData, name: 'wirebook-demo' });
    this.#worker = worker;
    return new Promise((resolve) => {
      worker.once('message', (message: DemoWorkerMessage) => {
        this.#ready = message.type === 'ready' ? message : null;
        setContextKey('wirebook.demo', this.#ready !== null);
        resolve(message);
      });
      worker.once('error', (error) => {
        this.#log.error('The demo server stopped.', error);
        resolve({ type: 'error', message: error.message });
      });
      worker.once('exit', () => this.#ended(worker));
    });
  }

  #ended(worker: Worker): void {
    if (this.#worker === worker) {
      this.#worker = null;
      this.#ready = null;
      setContextKey('wirebook.demo', false);
    }
  }
}

async function offerToOpen(url: string): Promise<void> {
  const open = t('Open in Browser');
  const examples = t('Open Examples');
  const text = t('The demo server listens on {0}.', url);
  const answer = await vscode.window.showInformationMessage(text, examples, open);
  if (answer === open) {
    await vscode.env.openExternal(await vscode.env.asExternalUri(vscode.Uri.parse(url)));
  } else if (answer === examples) {
    await vscode.commands.executeCommand('wirebook.openExamples');
  }
}
