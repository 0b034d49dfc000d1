import * as vscode from 'vscode';
import type { ConnectionView, SocketAddress } from '../../protocol/connectionView.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import { bytesText } from '../lenses/stateText.ts';
import { DisposableStore } from '../lifetime/disposableStore.ts';
import { Throttle } from '../lifetime/throttle.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { t } from '../translate.ts';

const refreshMs = 500;

/** The sockets, and below each the exchanges it carried. */
type Node = { connection: ConnectionView } | { exchange: number };

/** Which socket carried what: four-tuple, reuse and TLS. */
export class ConnectionsTree implements vscode.TreeDataProvider<Node> {
  readonly #engine: EngineHost;
  readonly #sessions: Sessions;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<undefined>());
  readonly #view: vscode.TreeView<Node>;
  readonly #refresh = this.#store.add(
    // A view that is hidden is read by VS Code when it is shown, and not before.
    new Throttle(refreshMs, () => this.#changed.fire(undefined)),
  );

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(engine: EngineHost, sessions: Sessions) {
    this.#engine = engine;
    this.#sessions = sessions;
    this.#view = vscode.window.createTreeView<Node>('wirebook.connections', {
      treeDataProvider: this,
    });
    this.#store.add(this.#view);
    this.#store.add(sessions.onDidChange(() => this.#refresh.request()));
    this.#store.add(
      this.#view.onDidChangeSelection(({ selection: [node] }) => {
        if (node !== undefined && 'exchange' in node) {
          sessions.show(node.exchange);
        }
      }),
    );
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node === undefined) {
      const connections = (await this.#engine.running?.connections()) ?? [];
      return connections.toReversed().map((connection) => ({ connection }));
    }
    return 'connection' in node
      ? node.connection.exchanges
          .filter((exchange) => this.#sessions.get(exchange) !== undefined)
          .map((exchange) => ({ exchange }))
      : [];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return 'connection' in node ? connectionItem(node.connection) : this.#exchangeItem(node);
  }

  dispose(): void {
    this.#store.dispose();
  }

  #exchangeItem({ exchange }: { exchange: number }): vscode.TreeItem {
    const summary = this.#sessions.get(exchange);
    const item = new vscode.TreeItem(summary ? `${summary.method} ${summary.url}` : '');
    item.iconPath = new vscode.ThemeIcon('arrow-swap');
    return item;
  }
}

function connectionItem(connection: ConnectionView): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const isClosed = connection.closed !== null;
  const item = new vscode.TreeItem(
    connection.origin,
    connection.exchanges.length > 0 ? Collapsed : None,
  );
  item.id = String(connection.id);
  item.description = descriptionOf(connection);
  item.tooltip = tooltipOf(connection);
  item.iconPath = new vscode.ThemeIcon(isClosed ? 'debug-disconnect' : 'plug');
  return item;
}

function descriptionOf({ local, requests, tls, closed }: ConnectionView): string {
  const parts = [
    local === null ? '' : `:${local.port}`,
    requests > 1 ? t('{0} requests', String(requests)) : '',
    tls?.version ?? '',
    closed === null ? '' : t('closed'),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function tooltipOf(connection: ConnectionView): string {
  const { local, remote, tls, bytesOut, bytesIn, proxy } = connection;
  const lines = [
    [local, remote]
      .filter((end) => end !== null)
      .map(addressText)
      .join(' → '),
  ];
  if (tls !== null) {
    lines.push([tls.version, tls.cipher, tls.group, tls.alpn].filter(Boolean).join(' · '));
  }
  if (proxy !== null) {
    lines.push(t('through the proxy {0}', proxy));
  }
  return [...lines, `↑ ${bytesText(bytesOut)}  ↓ ${bytesText(bytesIn)}`].join('\n');
}

function addressText(address: SocketAddress): string {
  if (address.address.startsWith('/')) {
    return address.address;
  }
  const host = address.address.includes(':') ? `[${address.address}]` : address.address;
  return `${host}:${address.port}`;
}
