import * as vscode from 'vscode';
import type { RequestNode } from '../../core/request-file/requestFile.ts';
import type { ExchangeSummary } from '../../protocol/exchange.ts';
import { sendableLanguages } from '../documents/requestDocuments.ts';
import type { RequestDocuments } from '../documents/requestDocuments.ts';
import { editorRange } from '../documents/range.ts';
import { DisposableStore } from '../lifetime/disposableStore.ts';
import { Throttle } from '../lifetime/throttle.ts';
import type { Anchors } from '../sessions/anchors.ts';
import { isLive, isOpen } from '../sessions/exchangeStates.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { lensesEnabled } from '../settings.ts';
import { hasConversation } from '../../core/request-file/methods.ts';
import { t } from '../translate.ts';
import { stateText } from './stateText.ts';

/** Lenses follow the exchanges at about 2 Hz. */
const refreshMs = 500;
const clockMs = 1000;

/** `Send` or `Connect` above each request, and the state of its latest exchange beside it. */
export class RequestLenses implements vscode.CodeLensProvider {
  readonly #documents: RequestDocuments;
  readonly #anchors: Anchors;
  readonly #sessions: Sessions;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  readonly #refresh = this.#store.add(new Throttle(refreshMs, () => this.#changed.fire()));
  readonly #clock = this.#store.add(new Throttle(clockMs, () => this.#tick()));

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(documents: RequestDocuments, anchors: Anchors, sessions: Sessions) {
    this.#documents = documents;
    this.#anchors = anchors;
    this.#sessions = sessions;
    const refresh = (): void => this.#refresh.request();
    this.#store.add(sessions.onDidChange(() => this.#follow()));
    this.#store.add(vscode.workspace.onDidGrantWorkspaceTrust(refresh));
    this.#store.add(vscode.workspace.onDidChangeConfiguration(refresh));
    this.#store.add(vscode.languages.registerCodeLensProvider(sendableLanguages, this));
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!lensesEnabled(document.uri)) {
      return [];
    }
    const latest = this.#anchors.latestByLine(document.uri);
    const requests = this.#documents
      .requests(document)
      .map(({ block }) => block.request)
      .filter(({ kind }) => kind !== 'unsupported');
    // In Markdown the requests stand too far apart to be one thing.
    const hasFileLenses = requests.length > 1 && document.languageId !== 'markdown';
    return [
      ...(hasFileLenses ? fileLenses(document.uri) : []),
      ...requests.flatMap((request) => this.#lensesOf(document.uri, request, latest)),
    ];
  }

  dispose(): void {
    this.#store.dispose();
  }

  /** Refreshes soon, and once more: VS Code drops a refresh where its text loses the focus in the meantime. */
  #follow(): void {
    this.#refresh.request();
    this.#clock.request();
  }

  /** Refreshes each second while something is live: its clock runs. */
  #tick(): void {
    this.#refresh.request();
    if (this.#sessions.list().some(isLive)) {
      this.#clock.request();
    }
  }

  #lensesOf(uri: vscode.Uri, request: RequestNode, latest: Map<number, number>): vscode.CodeLens[] {
    const range = editorRange(request.lineRange);
    const exchange = this.#sessions.get(latest.get(range.start.line) ?? -1);
    const lens = (command: vscode.Command): vscode.CodeLens => new vscode.CodeLens(range, command);
    const lenses = [lens(actionOf(uri, request, range.start.line, exchange))];
    if (exchange !== undefined) {
      lenses.push(lens(stateOf(exchange)));
    }
    return lenses;
  }
}

/** Above the first line: what works on all requests of the file. */
function fileLenses(uri: vscode.Uri): vscode.CodeLens[] {
  const top = new vscode.Range(0, 0, 0, 0);
  const lens = (title: string, command: string): vscode.CodeLens =>
    new vscode.CodeLens(top, { title, command, arguments: [uri] });
  return [
    lens(t('Send All'), 'wirebook.sendAll'),
    lens(t('Send All in Parallel'), 'wirebook.sendAllInParallel'),
  ];
}

/** What a click does: a second click on a running request stops it. */
function actionOf(
  uri: vscode.Uri,
  { kind }: RequestNode,
  line: number,
  exchange: ExchangeSummary | undefined,
): vscode.Command {
  if (exchange !== undefined && isLive(exchange)) {
    const title = isOpen(exchange) ? t('Close') : t('Cancel');
    return { title, command: 'wirebook.cancel', arguments: [exchange.id] };
  }
  const title = hasConversation(kind) ? t('Connect') : t('Send');
  return { title, command: 'wirebook.send', arguments: [{ uri, line }] };
}

function stateOf(exchange: ExchangeSummary): vscode.Command {
  const isRestricted = exchange.failure?.code === 'WB_NOT_TRUSTED';
  return {
    title: stateText(exchange, Date.now(), t),
    tooltip: exchange.failure?.message ?? t('Show in the console'),
    ...(isRestricted
      ? { command: 'workbench.trust.manage' }
      : { command: 'wirebook.showSession', arguments: [exchange.id] }),
  };
}
