import * as vscode from 'vscode';
import { DisposableStore } from '../lifetime/disposableStore.ts';
import { consoleCommands } from './consoleCommands.ts';
import { credentialCommands } from './credentialCommands.ts';
import type { HostParts } from './hostParts.ts';
import { problemOf } from './problem.ts';
import { requestCommands } from './requestCommands.ts';
import { secretCommands } from './secretCommands.ts';
import { sessionCommands } from './sessionCommands.ts';

/** Registers every command of the manifest. A command that fails says so once. */
export function registerCommands(parts: HostParts): DisposableStore {
  const store = new DisposableStore();
  const commands = {
    ...requestCommands(parts),
    ...sessionCommands(parts),
    ...consoleCommands(parts),
    ...secretCommands(parts),
    ...credentialCommands(parts),
  };
  for (const [id, run] of Object.entries(commands)) {
    const guarded = (argument?: unknown): Promise<unknown> =>
      run(argument).catch(async (error: unknown) => {
        parts.log.error(`${id} failed.`, error);
        void vscode.window.showErrorMessage(await problemOf(error));
      });
    store.add(vscode.commands.registerCommand(id, guarded));
  }
  return store;
}
