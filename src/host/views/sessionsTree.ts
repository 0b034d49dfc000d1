import * as vscode from 'vscode';
import type { ExchangeState, ExchangeSummary } from '../../protocol/exchange.ts';
import { exchangeTitle } from '../../protocol/exchangeTitle.ts';
import { stateWords } from '../lenses/stateText.ts';
import { DisposableStore } from '../lifetime/disposableStore.ts';
import { Throttle } from '../lifetime/throttle.ts';
import { isLive } from '../sessions/exchangeStates.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { t } from '../translate.ts';

const refreshMs = 250;
const clockMs = 1000;

/** Icons and colours by state; the description says the same in words. */
const icons: Record<ExchangeState, [icon: string, colour?: string]> = {
  connecting: ['loading~spin'],
  waiting: ['loading~spin'],
  receiving: ['loading~spin'],
  open: ['circle-filled', 'testing.iconPassed'],
  closing: ['circle-filled', 'testing.iconQueued'],
  completed: ['pass', 'testing.iconPassed'],
  closed: ['circle-outline'],
  failed: ['error', 'testing.iconFailed'],
  cancelled: ['circle-slash'],
};

/** The list of exchanges, newest first; choosing one shows it in the console. */
export class SessionsTree implements vscode.TreeDataProvider<number> {
  readonly #sessions: Sessions;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<undefined>());
  readonly #refresh = this.#store.add(new Throttle(refreshMs, () => this.#tick()));
  readonly #clock = this.#store.add(new Throttle(clockMs, () => this.#refresh.request()));

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
    const view = vscode.window.createTreeView<number>('wirebook.sessions', {
      treeDataProvider: this,
    });
    this.#store.add(view);
    this.#store.add(sessions.onDidChange(() => this.#refresh.request()));
    this.#store.add(
      view.onDidChangeSelection(({ selection }) => {
        if (selection[0] !== undefined) {
          sessions.show(selection[0]);
        }
      }),
    );
  }

  getChildren(exchange?: number): number[] {
    return exchange === undefined ? this.#sessions.list().map(({ id }) => id) : [];
  }

  getTreeItem(exchange: number): vscode.TreeItem {
    const summary = this.#sessions.get(exchange);
    return summary === undefined ? new vscode.TreeItem('') : itemOf(summary);
  }

  dispose(): void {
    this.#store.dispose();
  }

  #tick(): void {
    this.#changed.fire(undefined);
    if (this.#sessions.list().some(isLive)) {
      this.#clock.request();
    }
  }
}

function itemOf(summary: ExchangeSummary): vscode.TreeItem {
  const item = new vscode.TreeItem(exchangeTitle(summary));
  const [icon, colour] = icons[summary.state];
  const state = stateWords(summary, Date.now(), t);
  item.id = String(summary.id);
  item.description = descriptionOf(summary, state);
  item.iconPath = new vscode.ThemeIcon(
    icon,
    colour === undefined ? undefined : new vscode.ThemeColor(colour),
  );
  item.tooltip = tooltipOf(summary);
  item.contextValue = contextOf(summary);
  item.accessibilityInformation = { label: `${exchangeTitle(summary)}, ${state}` };
  return item;
}

/** How it stands; behind it the host that a path does not tell. */
function descriptionOf({ name, url }: ExchangeSummary, state: string): string {
  const host = name === null ? URL.parse(url)?.host : undefined;
  return [state, host].filter(Boolean).join(' · ');
}

/** Plain text: the URL and the reason come from strangers. */
function tooltipOf(summary: ExchangeSummary): string {
  const { method, url, file, line, failure, startedAtMs } = summary;
  const started = new Date(startedAtMs).toLocaleTimeString(vscode.env.language);
  const lines = [`${method} ${url}`, `${file}:${line}`, started];
  return failure === null ? lines.join('\n') : [...lines, failure.message].join('\n');
}

function contextOf(summary: ExchangeSummary): string {
  const words = [isLive(summary) ? 'live' : 'over', summary.kind];
  return (summary.status === null ? words : [...words, 'body']).join(' ');
}
