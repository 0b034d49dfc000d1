import * as vscode from 'vscode';
import { isSendableDocument } from '../documents/requestDocuments.ts';
import type { Anchor } from '../sessions/anchors.ts';
import { t } from '../translate.ts';
import type { Commands, HostParts } from './hostParts.ts';

/** Commands that work on a request file. */
export function requestCommands(parts: HostParts): Commands {
  return {
    'wirebook.send': (at?: unknown) => send(parts, at),
    'wirebook.sendAll': async (file?: unknown) => {
      const document = await requestDocument(file);
      return document === null ? [] : parts.sender.sendAll(document);
    },
    'wirebook.sendAllInParallel': async (file?: unknown) => {
      const document = await requestDocument(file);
      return document === null ? [] : parts.sender.sendAllInParallel(document);
    },
    'wirebook.copyAs': (of?: unknown) => copyAs(parts, of, null),
    'wirebook.copyAsCurl': (of?: unknown) => copyAs(parts, of, 'curl'),
    'wirebook.pasteCurl': () => parts.language.pasteCurl(),
    'wirebook.selectEnvironment': () => selectEnvironment(parts),
    'wirebook.newRequestFile': () => parts.language.newRequestFile(),
    'wirebook.openExamples': () => openExamples(parts),
  };
}

/** Sends the request at a lens, else the one at the cursor. */
async function send({ sender }: HostParts, at: unknown): Promise<number | null> {
  const anchor = isAnchor(at) ? at : cursorAnchor();
  const exchange = anchor === null ? null : await sender.sendAt(anchor);
  if (exchange === null && anchor !== null && !isAnchor(at)) {
    void vscode.window.showInformationMessage(t('There is no request at the cursor.'));
  }
  return exchange;
}

/** Copies the request of a session or lens, else the one at the cursor, else the one that is shown. */
async function copyAs(
  { sender, sessions, language }: HostParts,
  of: unknown,
  format: 'curl' | null,
): Promise<void> {
  const anchor = isAnchor(of) ? of : cursorAnchor();
  const atCursor = typeof of !== 'number' && anchor !== null;
  const exchange = typeof of === 'number' ? of : (sessions.shown?.id ?? -1);
  const request = atCursor ? await sender.preparedAt(anchor) : sender.preparedOf(exchange);
  if (request) {
    await language.copyRequest(request, format);
  } else {
    void vscode.window.showInformationMessage(
      atCursor ? t('There is no request at the cursor.') : t('This request was not sent.'),
    );
  }
}

async function selectEnvironment({ environments }: HostParts): Promise<void> {
  const document = activeRequestDocument();
  const uri = document?.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const { environmentNames } = await import('../sending/preparation.ts');
  const names =
    uri === undefined
      ? []
      : await environmentNames(document?.uri ?? vscode.Uri.joinPath(uri, 'requests.http'));
  const current = environments.current(uri);
  const none = { label: t('No environment'), environment: null };
  const items = names.map((name) => ({
    label: name,
    environment: name,
    ...(name === current ? { description: t('chosen') } : {}),
  }));
  const placeHolder =
    names.length === 0
      ? t('No environment: write one into http-client.env.json')
      : t('Environment for requests');
  const choice = await vscode.window.showQuickPick([...items, none], { placeHolder });
  if (choice !== undefined) {
    await environments.choose(choice.environment);
  }
}

/** The workspace's own example if the examples are open, else the one that comes with the extension. */
async function openExamples({ extensionUri }: HostParts): Promise<void> {
  const folder = vscode.Uri.joinPath(extensionUri, 'examples');
  const files = (await vscode.workspace.fs.readDirectory(folder))
    .map(([name]) => name)
    .filter((name) => /\.(?:http|rest|ws)$/.test(name));
  const placeHolder = t('An example to open');
  const name = await vscode.window.showQuickPick(files, { placeHolder });
  if (name !== undefined) {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, name));
  }
}

function cursorAnchor(): Anchor | null {
  const editor = vscode.window.activeTextEditor;
  const document = activeRequestDocument();
  if (editor === undefined || document === null) {
    return null;
  }
  return { uri: document.uri, line: editor.selection.active.line };
}

/** The document of a lens or menu, else the one that is edited. */
async function requestDocument(file: unknown): Promise<vscode.TextDocument | null> {
  if (!(file instanceof vscode.Uri)) return activeRequestDocument();
  const document = await vscode.workspace.openTextDocument(file);
  return isSendableDocument(document) ? document : null;
}

function activeRequestDocument(): vscode.TextDocument | null {
  const document = vscode.window.activeTextEditor?.document;
  return document !== undefined && isSendableDocument(document) ? document : null;
}

function isAnchor(value: unknown): value is Anchor {
  return (
    typeof value === 'object' &&
    value !== null &&
    'uri' in value &&
    value.uri instanceof vscode.Uri &&
    'line' in value &&
    typeof value.line === 'number'
  );
}
