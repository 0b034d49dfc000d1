import * as vscode from 'vscode';
import { curlToRequestText } from '../../core/curl/curlToRequestText.ts';
import type { CurlRequestText } from '../../core/curl/curlToRequestText.ts';
import { insertionAt, insertionBehind } from '../../core/language/requestInsertion.ts';
import { diagnosticMessage } from '../../core/request-file/diagnostic.ts';
import { isRequestDocument } from '../documents/requestDocuments.ts';
import { t } from '../translate.ts';
import { rangeOf } from './languageInputs.ts';
import type { LanguageParts } from './languageParts.ts';

const textType = 'text/plain';
const pasteKind = vscode.DocumentDropOrPasteEditKind.Text.append('wirebook', 'curl');

/** Longest text that is taken for a command. */
const maxCommandLength = 1_000_000;

/** Turns a pasted curl command into a request, where one can stand. */
export class CurlPasteProvider implements vscode.DocumentPasteEditProvider {
  static readonly metadata: vscode.DocumentPasteProviderMetadata = {
    pasteMimeTypes: [textType],
    providedPasteEditKinds: [pasteKind],
  };
  readonly #parts: LanguageParts;

  constructor(parts: LanguageParts) {
    this.#parts = parts;
  }

  async provideDocumentPasteEdits(
    document: vscode.TextDocument,
    [range]: readonly vscode.Range[],
    data: vscode.DataTransfer,
  ): Promise<vscode.DocumentPasteEdit[]> {
    const request = requestOf((await data.get(textType)?.asString()) ?? '');
    if (request === null || range === undefined || !range.isEmpty) {
      return [];
    }
    const file = this.#parts.documents.tree(document);
    const offset = document.offsetAt(range.start);
    const change = insertionAt(file, document.getText(), offset, request.text);
    return change === null
      ? []
      : [new vscode.DocumentPasteEdit(change.text, t('Paste cURL as Request'), pasteKind)];
  }
}

/** Makes a request of the curl command in the clipboard: behind the request at the cursor, else in a new file. */
export async function pasteCurl({ documents }: LanguageParts): Promise<void> {
  const request = requestOf(await vscode.env.clipboard.readText());
  if (request === null) {
    throw new Error(t('The clipboard holds no curl command.'));
  }
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !isRequestDocument(editor.document)) {
    const options = { language: 'http', content: request.text };
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(options));
  } else {
    const { document, selection } = editor;
    const text = document.getText();
    const at = document.offsetAt(selection.active);
    const change = insertionBehind(documents.tree(document), text, at, request.text);
    await editor.edit((edit) => edit.replace(rangeOf(document, change.span), change.text));
    const end = document.positionAt(change.span.offset + change.text.length);
    editor.selection = new vscode.Selection(end, end);
    editor.revealRange(new vscode.Range(end, end));
  }
  tellNotes(request);
}

function requestOf(text: string): CurlRequestText | null {
  return text.length > maxCommandLength ? null : curlToRequestText(text);
}

/** What could not be carried over. */
function tellNotes({ notes }: CurlRequestText): void {
  if (notes.length > 0) {
    const words = notes.map((note) => diagnosticMessage(note, t)).join(' ');
    void vscode.window.showWarningMessage(words);
  }
}
