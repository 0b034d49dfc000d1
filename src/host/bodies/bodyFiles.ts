import { isUtf8 } from 'node:buffer';
import * as vscode from 'vscode';
import type { PayloadRef } from '../../protocol/rows.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import { DisposableStore } from '../lifetime/disposableStore.ts';
import { t } from '../translate.ts';
import { extensionOf } from './mediaTypes.ts';

const scheme = 'wirebook';
const sliceBytes = 4_000_000;
const hexEditor = { extension: 'ms-vscode.hexeditor', viewType: 'hexEditor.hexedit' };

/** Bodies and payloads of the recording as read-only files: editor, diff and hex editor open them. */
export class BodyFiles implements vscode.FileSystemProvider {
  readonly #engine: EngineHost;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());

  readonly onDidChangeFile = this.#changed.event;

  constructor(engine: EngineHost) {
    this.#engine = engine;
    const options = { isReadonly: true, isCaseSensitive: true };
    this.#store.add(vscode.workspace.registerFileSystemProvider(scheme, this, options));
  }

  /** Opens a payload in an editor that suits it. `title` is a file name without extension. */
  async open(ref: PayloadRef, title: string, contentType: string | null): Promise<void> {
    const uri = uriOf(ref, title, contentType);
    const start = await this.#slice(ref, 0, sliceBytes);
    const isText = isUtf8(start.bytes) || start.totalBytes > sliceBytes;
    const isHexEditorThere = vscode.extensions.getExtension(hexEditor.extension) !== undefined;
    if (!isText && isHexEditorThere && !contentType?.startsWith('image/')) {
      await vscode.commands.executeCommand('vscode.openWith', uri, hexEditor.viewType);
    } else {
      await vscode.commands.executeCommand('vscode.open', uri, { preview: true });
    }
  }

  /** Asks where to, and writes the payload there; resolves with false when the user declined. */
  async save(ref: PayloadRef, title: string, contentType: string | null): Promise<boolean> {
    const name = fileNameOf(title, contentType);
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const target = await vscode.window.showSaveDialog({
      ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
      title: t('Save Body'),
    });
    if (target !== undefined) {
      await vscode.workspace.fs.writeFile(target, await this.#read(ref));
    }
    return target !== undefined;
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { totalBytes } = await this.#slice(refOf(uri), 0, 0);
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: totalBytes };
  }

  readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return this.#read(refOf(uri));
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  readDirectory(): [] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #read(ref: PayloadRef): Promise<Uint8Array> {
    const slices: Uint8Array[] = [];
    let offset = 0;
    for (let total = Infinity; offset < total;) {
      const { bytes, totalBytes } = await this.#slice(ref, offset, sliceBytes);
      slices.push(bytes);
      offset += bytes.byteLength;
      total = bytes.byteLength === 0 ? offset : totalBytes;
    }
    return Buffer.concat(slices);
  }

  async #slice(ref: PayloadRef, offset: number, lengthBytes: number) {
    const slice = await this.#engine.running?.payload(ref, offset, lengthBytes);
    if (slice === undefined) {
      throw vscode.FileSystemError.Unavailable(t('The recording of this exchange is gone.'));
    }
    return slice;
  }
}

function uriOf(ref: PayloadRef, title: string, contentType: string | null): vscode.Uri {
  const path = `/${ref.exchange}/${fileNameOf(title, contentType)}`;
  return vscode.Uri.from({ scheme, path, query: JSON.stringify(ref) });
}

/** The query is our own, written by `uriOf`; a tampered one finds no payload in the engine. */
function refOf(uri: vscode.Uri): PayloadRef {
  try {
    return JSON.parse(uri.query) as PayloadRef;
  } catch {
    throw vscode.FileSystemError.FileNotFound(uri);
  }
}

function fileNameOf(title: string, contentType: string | null): string {
  const safe = title.replaceAll(/[^\p{L}\p{N}._-]+/gu, ' ').trim() || 'body';
  const extension = extensionOf(contentType);
  return safe.endsWith(`.${extension}`) ? safe : `${safe.slice(0, 80)}.${extension}`;
}
