import * as vscode from 'vscode';
import { completionsAt, filePathAt } from '../../core/language/completion.ts';
import type { Completion, CompletionKind } from '../../core/language/completion.ts';
import { fileCompletions } from './fileCompletion.ts';
import { languageInputAt, rangeOf } from './languageInputs.ts';
import type { LanguageParts } from './languageParts.ts';

/** Characters behind which something new can be completed. */
export const completionTriggers = ['{', '$', '@', ':', ' ', '=', '/', '.', '%'];

const kinds: Record<CompletionKind, vscode.CompletionItemKind> = {
  method: vscode.CompletionItemKind.Method,
  header: vscode.CompletionItemKind.Field,
  value: vscode.CompletionItemKind.Value,
  directive: vscode.CompletionItemKind.Keyword,
  variable: vscode.CompletionItemKind.Variable,
  function: vscode.CompletionItemKind.Function,
  request: vscode.CompletionItemKind.Reference,
  step: vscode.CompletionItemKind.Event,
};

/** Completes methods, headers, directives, variables, steps and file names. */
export class CompletionProvider implements vscode.CompletionItemProvider {
  readonly #parts: LanguageParts;

  constructor(parts: LanguageParts) {
    this.#parts = parts;
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    const input = await languageInputAt(this.#parts, document, position);
    if (input === null) {
      return [];
    }
    const offset = document.offsetAt(position);
    const path = filePathAt(input, offset);
    if (path !== null) {
      return fileCompletions(document, path.written, rangeOf(document, path.span));
    }
    return completionsAt(input, offset).map((completion, index) =>
      itemOf(document, completion, index),
    );
  }
}

function itemOf(
  document: vscode.TextDocument,
  completion: Completion,
  index: number,
): vscode.CompletionItem {
  const { label, kind, insert, span, detail, documentation, continues } = completion;
  const item = new vscode.CompletionItem(
    detail === undefined ? label : { label, description: detail },
    kinds[kind],
  );
  item.insertText = new vscode.SnippetString(insert);
  item.range = rangeOf(document, span);
  item.filterText = label;
  item.sortText = String(index).padStart(4, '0');
  if (documentation !== undefined && documentation !== '') {
    item.documentation = documentation;
  }
  if (continues === true) {
    item.command = { command: 'editor.action.triggerSuggest', title: '' };
  }
  return item;
}
