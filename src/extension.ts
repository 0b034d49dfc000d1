import * as vscode from 'vscode';
import { activateHost } from './host/activate.ts';
import type { Host, WirebookApi } from './host/activate.ts';

let host: Host | null = null;

/** Registers everything; the engine, the demo server and the console's page load on first use. */
export function activate(context: vscode.ExtensionContext): WirebookApi {
  host = activateHost(context);
  return host.api;
}

/** Resolves when every socket is closed. */
export async function deactivate(): Promise<void> {
  await host?.end();
  host = null;
}
