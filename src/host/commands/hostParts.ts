import type * as vscode from 'vscode';
import type { BodyFiles } from '../bodies/bodyFiles.ts';
import type { ConsoleActions } from '../consoleHost/consoleActions.ts';
import type { ConsoleViews } from '../consoleHost/consoleViews.ts';
import type { DemoHost } from '../demo/demoHost.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import type { EnvironmentChoice } from '../environments/environments.ts';
import type { LanguageLoader } from '../language/languageLoader.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import type { HostOAuth } from '../sending/oauth.ts';
import type { Sender } from '../sending/sender.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { CookiesTree } from '../views/cookiesTree.ts';

/** The parts of the host that commands work with. */
export interface HostParts {
  extensionUri: vscode.Uri;
  log: vscode.LogOutputChannel;
  engine: EngineHost;
  sessions: Sessions;
  sender: Sender;
  bodies: BodyFiles;
  actions: ConsoleActions;
  console: ConsoleViews;
  demo: DemoHost;
  cookies: CookiesTree;
  oauth: HostOAuth;
  environments: EnvironmentChoice;
  language: LanguageLoader;
  secrets: SecretStore;
}

/** Commands by id; arguments come from menus, lenses and other extensions, so they are unknown. */
export type Commands = Record<`wirebook.${string}`, (argument?: unknown) => Promise<unknown>>;
