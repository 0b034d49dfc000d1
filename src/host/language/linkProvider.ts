import * as vscode from 'vscode';
import { fileLinksIn } from '../../core/language/fileLink.ts';
import { bodyFileCandidates, findFile } from '../../core/runner/bodyFile.ts';
import { fileUri, rootOf, WorkspaceFiles } from '../documents/workspaceFiles.ts';
import { pathOf } from '../documents/requestDocuments.ts';
import { rangeOf } from './languageInputs.ts';
import type { LanguageParts } from './languageParts.ts';

/** Leads from the paths of bodies, scripts and imports to the files. */
export class LinkProvider implements vscode.DocumentLinkProvider {
  readonly #parts: LanguageParts;

  constructor(parts: LanguageParts) {
    this.#parts = parts;
  }

  async provideDocumentLinks(document: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    const { uri } = document;
    const reader = new WorkspaceFiles(uri);
    const links = fileLinksIn(this.#parts.documents.tree(document), document.getText());
    const found = await Promise.all(
      links.map(async ({ path, span }) => {
        const file = await findFile(reader, bodyFileCandidates(path, pathOf(uri), rootOf(uri)));
        return file?.facts.kind === 'file'
          ? [new vscode.DocumentLink(rangeOf(document, span), fileUri(uri, file.path))]
          : [];
      }),
    );
    return found.flat();
  }
}
