import * as vscode from 'vscode';
import type { ExchangeSummary } from '../protocol/exchange.ts';
import type { Engine } from '../engine/engine.ts';
import { BodyFiles } from './bodies/bodyFiles.ts';
import { registerCommands } from './commands/registerCommands.ts';
import type { HostParts } from './commands/hostParts.ts';
import { ConsoleActions } from './consoleHost/consoleActions.ts';
import { ConsoleViews } from './consoleHost/consoleViews.ts';
import { showOnce } from './consoleHost/firstStart.ts';
import { DemoHost } from './demo/demoHost.ts';
import { RequestDocuments } from './documents/requestDocuments.ts';
import { EngineHost } from './engine/engineHost.ts';
import { EnvironmentChoice } from './environments/environments.ts';
import { LanguageLoader } from './language/languageLoader.ts';
import { RequestLenses } from './lenses/requestLenses.ts';
import { DisposableStore } from './lifetime/disposableStore.ts';
import { SecretStore } from './secrets/secretStore.ts';
import { HostOAuth } from './sending/oauth.ts';
import { Sender } from './sending/sender.ts';
import { Anchors } from './sessions/anchors.ts';
import { Sessions } from './sessions/sessions.ts';
import { consoleRevealed } from './settings.ts';
import { ConnectionsTree } from './views/connectionsTree.ts';
import { CookiesTree } from './views/cookiesTree.ts';
import { followContext } from './views/contextKeys.ts';
import { showOpenCount } from './views/openCount.ts';
import { SessionsTree } from './views/sessionsTree.ts';

/** What the extension gives to its tests. */
export interface WirebookApi {
  /** The engine, or null while none runs. */
  readonly engine: Engine | null;
  /** Newest first. */
  sessions(): ExchangeSummary[];
  /** The exchange that the console shows. */
  shown(): ExchangeSummary | undefined;
  /** What the language status says of environments. */
  readonly environmentStatus: { text: string; detail: string };
  /** Closes every socket, as deactivation does. */
  end(): Promise<void>;
}

/** The extension while it is active. */
export interface Host {
  api: WirebookApi;
  /** Closes every socket (WebSocket with 1001), then everything else. */
  end(): Promise<void>;
}

/** Builds the parts of the host and hands them to each other. */
export function activateHost(context: vscode.ExtensionContext): Host {
  const store = new DisposableStore();
  const parts = buildParts(context, store);
  store.add(registerCommands(parts));
  const end = async (): Promise<void> => {
    await Promise.all([parts.engine.end(), parts.demo.stop()]);
    store.dispose();
  };
  return { api: apiOf(parts, end), end };
}

function buildParts(context: vscode.ExtensionContext, store: DisposableStore): HostParts {
  const { extensionUri } = context;
  const dist = (name: string): string => vscode.Uri.joinPath(extensionUri, 'dist', name).fsPath;
  const log = store.add(vscode.window.createOutputChannel('Wirebook', { log: true }));
  const engine = store.add(new EngineHost(dist('worker.cjs'), log));
  const demo = store.add(new DemoHost(dist('demo.cjs'), context.globalStorageUri, log));
  const environments = store.add(new EnvironmentChoice(context.workspaceState));
  const documents = store.add(new RequestDocuments());
  const anchors = store.add(new Anchors());
  const sessions = store.add(new Sessions(engine, anchors, log));
  const bodies = store.add(new BodyFiles(engine));
  const onStarted = async (what: 'one' | 'many'): Promise<void> => {
    if (consoleRevealed()) {
      await consoleViews.reveal(what === 'one' ? 'exchange' : 'connections');
    }
  };
  const secrets = new SecretStore(context.secrets);
  const oauth = new HostOAuth(engine, context.secrets);
  const sender = new Sender({
    engine,
    documents,
    environments,
    anchors,
    sessions,
    secrets,
    oauth,
    onStarted,
  });
  const actions = new ConsoleActions({ engine, sessions, sender, bodies });
  const consoleViews = store.add(
    new ConsoleViews(extensionUri, { engine, sessions, actions, log }),
  );
  const language = store.add(new LanguageLoader({ documents, environments, log }));
  store.add(new RequestLenses(documents, anchors, sessions));
  store.add(new SessionsTree(sessions));
  store.add(new ConnectionsTree(engine, sessions));
  const cookies = store.add(new CookiesTree(engine));
  store.add(showOpenCount(sessions));
  store.add(followContext(sessions, engine));
  store.add(showOnce(context.globalState, () => onStarted('one')));
  const shared = {
    extensionUri,
    log,
    engine,
    sessions,
    sender,
    bodies,
    actions,
    demo,
    cookies,
    oauth,
    secrets,
  };
  return { ...shared, console: consoleViews, environments, language };
}

function apiOf(
  { engine, sessions, environments }: HostParts,
  end: () => Promise<void>,
): WirebookApi {
  return {
    get engine() {
      return engine.running;
    },
    sessions: () => sessions.list(),
    shown: () => sessions.shown,
    get environmentStatus() {
      return environments.status;
    },
    end,
  };
}
