import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { WirebookApi } from '../../../src/host/activate.ts';

const patienceMs = 40_000;

/** The extension as VS Code runs it. */
export async function wirebook(): Promise<WirebookApi> {
  const extension = vscode.extensions.getExtension<WirebookApi>('wirebook.wirebook');
  assert.ok(extension, 'the extension is installed');
  return extension.activate();
}

/** Asks again until there is an answer; fails with `what` when there is none in time. */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | false | null | Promise<T | undefined | false | null>,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false && answer !== null) {
      return answer;
    }
    assert.ok(Date.now() < deadline, `in time: ${what}`);
    await new Promise((done) => setTimeout(done, 25));
  }
}

/** A file in the workspace with this text, opened in an editor. */
export async function openFile(name: string, text: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder, 'a folder is open');
  const uri = vscode.Uri.joinPath(folder, name);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  // One that was open before follows its file later, and never while it has changes of its own.
  if (document.getText() !== text) {
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
  assert.equal(document.getText(), text);
  return document;
}

/** The titles of a document's lenses, by line (from 0). */
export async function lensTitles(document: vscode.TextDocument): Promise<Map<number, string[]>> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
  );
  const titles = new Map<number, string[]>();
  for (const { range, command } of lenses) {
    const line = range.start.line;
    titles.set(line, [...(titles.get(line) ?? []), command?.title ?? '']);
  }
  return titles;
}

/** Clicks the lens above a line (from 0) that does something; resolves with the exchange it started. */
export async function clickLens(document: vscode.TextDocument, line: number): Promise<number> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
  );
  const command = lenses.find(
    ({ range, command: each }) =>
      range.start.line === line && !each?.command.startsWith('wirebook.sendAll'),
  )?.command;
  assert.ok(command, `a lens above line ${line}`);
  return vscode.commands.executeCommand<number>(command.command, ...(command.arguments ?? []));
}

/** Waits until the exchange is over, and gives its summary. */
export async function finished(exchange: number) {
  const api = await wirebook();
  return eventually(`exchange ${exchange} is over`, () =>
    api
      .sessions()
      .find(
        ({ id, state }) =>
          id === exchange && ['completed', 'closed', 'failed', 'cancelled'].includes(state),
      ),
  );
}

/** Where `text` ends in a document. */
export function after(document: vscode.TextDocument, text: string): vscode.Position {
  const at = document.getText().indexOf(text);
  assert.notEqual(at, -1, text);
  return document.positionAt(at + text.length);
}
