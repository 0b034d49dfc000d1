import * as vscode from 'vscode';
import type { Disposable } from '../../engine/disposable.ts';
import type {
  ConsoleInit,
  ConsoleMethod,
  ConsoleMode,
  ConsoleRequests,
  HostMessage,
  PageMessage,
} from '../../protocol/console.ts';
import type { ExchangeView } from '../../protocol/exchange.ts';
import { noLanes } from '../../protocol/lanes.ts';
import { problemOf } from '../commands/problem.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import { DisposableStore } from '../lifetime/disposableStore.ts';
import { Throttle } from '../lifetime/throttle.ts';
import { localizeFailure } from '../sessions/failureView.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { t } from '../translate.ts';
import type { ConsoleActions } from './consoleActions.ts';
import { localizeDetail, localizeRows } from './localizeRows.ts';
import { isPageMessage } from './pageMessageGuard.ts';

/** Notices go out at most once per tick, and only while the page is visible. */
const tickMs = 50;

/** What a page stands on. */
export interface PageFrame {
  webview: vscode.Webview;
  inEditor: boolean;
  isVisible(): boolean;
}

/** What all pages share. */
export interface ConsoleParts {
  engine: EngineHost;
  sessions: Sessions;
  actions: ConsoleActions;
  log: vscode.LogOutputChannel;
}

type Results = { [M in ConsoleMethod]: ConsoleRequests[M]['result'] };
type Handlers = {
  [M in ConsoleMethod]: (params: ConsoleRequests[M]['params']) => Promise<Results[M]>;
};

/** One page of the console, in the side bar or in an editor: answers its requests, tells it what has changed. */
export class ConsolePage implements Disposable {
  readonly #frame: PageFrame;
  readonly #parts: ConsoleParts;
  readonly #store = new DisposableStore();
  readonly #tick: Throttle;
  readonly #handlers: Handlers;
  /** What the page was last told, and whether it has asked for its first state yet. */
  #told: { exchange: number | null; revision: number } | null = null;
  #telling = false;
  /** What the page is to show once it is there. */
  #mode: ConsoleMode | null = null;
  #hasAskedForLanes = false;

  constructor(frame: PageFrame, parts: ConsoleParts) {
    this.#frame = frame;
    this.#parts = parts;
    this.#tick = this.#store.add(new Throttle(tickMs, () => void this.#tell()));
    this.#handlers = this.#makeHandlers();
    const { engine, sessions } = parts;
    const tell = (): void => this.#tick.request();
    this.#store.add(frame.webview.onDidReceiveMessage((message) => void this.#receive(message)));
    this.#store.add(sessions.onDidChange(tell));
    this.#store.add(sessions.onDidShow(tell));
    this.#store.add(
      engine.onDidChangeSecrets((showSecrets) => {
        this.#post({ type: 'secrets', showSecrets });
        this.resync();
      }),
    );
    this.#store.add(
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#post({ type: 'trust', trusted: true })),
    );
  }

  /** Tells everything again: a hidden page may have missed it. */
  resync(): void {
    if (this.#told !== null) {
      this.#told = { exchange: null, revision: -1 };
      this.#tick.request();
    }
  }

  show(mode: ConsoleMode): void {
    this.#mode = mode;
    this.#post({ type: 'mode', mode });
  }

  focus(target: Extract<HostMessage, { type: 'focus' }>['target']): void {
    this.#post({ type: 'focus', target });
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #receive(message: unknown): Promise<void> {
    if (!isPageMessage(message)) {
      this.#parts.log.warn('The console sent a message that is not understood.');
      return;
    }
    try {
      const result = await this.#answer(message);
      this.#post({ type: 'reply', id: message.id, result });
    } catch (error) {
      this.#post({ type: 'error', id: message.id, message: await this.#sentenceOf(error) });
    }
  }

  /** The pairing of method and parameters was checked by the guard. */
  #answer({ method, params }: PageMessage): Promise<Results[ConsoleMethod]> {
    const handler = this.#handlers[method] as (given: unknown) => Promise<Results[ConsoleMethod]>;
    return handler(params);
  }

  #makeHandlers(): Handlers {
    const { engine, actions } = this.#parts;
    const running = () => engine.running ?? lost();
    return {
      ready: () => this.#init(),
      rows: async (query) => localizeRows(await running().rows(query), t),
      row: async ({ exchange, source, row }) =>
        localizeDetail((await running().row(exchange, source, row)) ?? lost(), t),
      payload: ({ ref, offset, lengthBytes }) => running().payload(ref, offset, lengthBytes),
      connection: ({ connection }) => running().connection(connection),
      lanes: async ({ run }) => {
        this.#hasAskedForLanes = true;
        return (await engine.running?.lanes(run)) ?? noLanes;
      },
      send: ({ exchange, format, text }) => actions.send(exchange, format, text),
      act: async (action) => {
        await actions.act(action);
        return null;
      },
    };
  }

  async #init(): Promise<ConsoleInit> {
    const exchange = await this.#shownView();
    this.#told = { exchange: exchange?.id ?? null, revision: exchange?.revision ?? -1 };
    return {
      version: 1,
      locale: vscode.env.language,
      translations: vscode.l10n.bundle ?? {},
      exchange,
      trusted: vscode.workspace.isTrusted,
      showSecrets: this.#parts.engine.showSecrets,
      inEditor: this.#frame.inEditor,
      mode: this.#mode,
    };
  }

  /** Sends the shown exchange if the page does not have it as it is; one at a time. */
  async #tell(): Promise<void> {
    if (this.#told === null || this.#telling || !this.#frame.isVisible()) {
      return;
    }
    this.#telling = true;
    if (this.#hasAskedForLanes) {
      this.#post({ type: 'activity' });
    }
    try {
      const exchange = await this.#shownView();
      const told = { exchange: exchange?.id ?? null, revision: exchange?.revision ?? -1 };
      if (told.exchange !== this.#told.exchange || told.revision !== this.#told.revision) {
        this.#told = told;
        this.#post({ type: 'exchange', exchange });
      }
    } catch (error) {
      this.#parts.log.warn('The console was not told of a change.', error);
    } finally {
      this.#telling = false;
    }
    if (this.#isBehind()) {
      this.#tick.request();
    }
  }

  #isBehind(): boolean {
    const shown = this.#parts.sessions.shown;
    return (
      this.#told !== null &&
      ((shown?.id ?? null) !== this.#told.exchange || (shown?.revision ?? -1) > this.#told.revision)
    );
  }

  async #shownView(): Promise<ExchangeView | null> {
    const { engine, sessions } = this.#parts;
    const shown = sessions.shown;
    const view = shown === undefined ? null : await engine.running?.exchange(shown.id);
    return view === null || view === undefined ? null : localizeFailure(view, t);
  }

  #post(message: HostMessage): void {
    void this.#frame.webview.postMessage(message);
  }

  #sentenceOf(error: unknown): Promise<string> {
    this.#parts.log.error('The console asked for something that failed.', error);
    return problemOf(error);
  }
}

function lost(): never {
  throw new Error(t('The recording of this exchange is gone.'));
}
