import * as vscode from 'vscode';
import { formatChanges } from '../../core/language/formatting.ts';
import { rangeOf } from './languageInputs.ts';
import type { LanguageParts } from './languageParts.ts';

/** Formats a document or a part of it; what is sent stays the same. */
export class FormattingProvider
  implements vscode.DocumentFormattingEditProvider, vscode.DocumentRangeFormattingEditProvider
{
  readonly #parts: LanguageParts;

  constructor(parts: LanguageParts) {
    this.#parts = parts;
  }

  provideDocumentFormattingEdits(document: vscode.TextDocument): vscode.TextEdit[] {
    return formatChanges(this.#parts.documents.tree(document), document.getText()).map(
      ({ span, text }) => new vscode.TextEdit(rangeOf(document, span), text),
    );
  }

  provideDocumentRangeFormattingEdits(
    document: vscode.TextDocument,
    range: vscode.Range,
  ): vscode.TextEdit[] {
    return this.provideDocumentFormattingEdits(document).filter((edit) =>
      range.contains(edit.range),
    );
  }
}
