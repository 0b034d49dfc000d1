import * as vscode from 'vscode';
import { DisposableStore } from '../lifetime/disposableStore.ts';
import { isOpen } from '../sessions/exchangeStates.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { t } from '../translate.ts';

/** A status bar item that says how many WebSockets are open; absent while none is. */
export function showOpenCount(sessions: Sessions): DisposableStore {
  const store = new DisposableStore();
  const item = store.add(
    vscode.window.createStatusBarItem('wirebook.open', vscode.StatusBarAlignment.Right, 10),
  );
  item.name = 'Wirebook';
  item.command = 'wirebook.openConsole';
  store.add(
    sessions.onDidChange(() => {
      const open = sessions.list().filter(isOpen);
      item.text = `$(plug) ${t('{0} open', String(open.length))}`;
      item.tooltip = open.map(({ name, url }) => name ?? url).join('\n');
      item.accessibilityInformation = { label: t('{0} WebSockets open', String(open.length)) };
      if (open.length > 0) {
        item.show();
      } else {
        item.hide();
      }
    }),
  );
  return store;
}
