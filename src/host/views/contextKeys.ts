import * as vscode from 'vscode';
import type { EngineHost } from '../engine/engineHost.ts';
import { isCertificateFault, isTrustable } from '../../protocol/certificateFaults.ts';
import { DisposableStore } from '../lifetime/disposableStore.ts';
import { isLive, isOpen } from '../sessions/exchangeStates.ts';
import type { Sessions } from '../sessions/sessions.ts';

/** Conditions that the manifest's `when` clauses ask for. */
export type ContextKey =
  | 'wirebook.sessions'
  | 'wirebook.live'
  | 'wirebook.open'
  | 'wirebook.trustable'
  | 'wirebook.certificateFault'
  | 'wirebook.demo'
  | 'wirebook.secretsShown';

/** Sets a condition of the manifest. */
export function setContextKey(key: ContextKey, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}

/** Keeps the conditions that follow from the sessions and the engine up to date, telling only what changed. */
export function followContext(sessions: Sessions, engine: EngineHost): DisposableStore {
  const store = new DisposableStore();
  const told = new Map<ContextKey, boolean>();
  const tell = (key: ContextKey, value: boolean): void => {
    if (told.get(key) !== value) {
      told.set(key, value);
      setContextKey(key, value);
    }
  };
  const update = (): void => {
    const list = sessions.list();
    const shown = sessions.shown;
    tell('wirebook.sessions', list.length > 0);
    tell('wirebook.live', list.some(isLive));
    tell('wirebook.open', shown !== undefined && isOpen(shown));
    tell('wirebook.trustable', isTrustable(shown?.failure?.code));
    tell('wirebook.certificateFault', isCertificateFault(shown?.failure?.code));
  };
  store.add(sessions.onDidChange(update));
  store.add(sessions.onDidShow(update));
  store.add(engine.onDidChangeSecrets((shown) => tell('wirebook.secretsShown', shown)));
  return store;
}
