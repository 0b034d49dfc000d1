import * as vscode from 'vscode';
import { isRequestDocument } from '../documents/requestDocuments.ts';
import type { Disposable } from '../../engine/disposable.ts';

const key = 'wirebook.shownOnce';

/**
 * Shows the console, once in the life of an installation, beside the first request file: VS Code leaves its place
 * empty until somebody asks for it, so that nobody would see how to begin.
 */
export function showOnce(memory: vscode.Memento, reveal: () => Promise<void>): Disposable {
  const look = (editor: vscode.TextEditor | undefined): void => {
    if (editor === undefined || !isRequestDocument(editor.document) || memory.get(key) === true) {
      return;
    }
    listening.dispose();
    void memory.update(key, true);
    void reveal();
  };
  const listening = vscode.window.onDidChangeActiveTextEditor(look);
  look(vscode.window.activeTextEditor);
  return listening;
}
