import * as vscode from 'vscode';
import { highlightsIn } from '../../core/language/highlight.ts';
import type { Highlight } from '../../core/language/highlight.ts';
import type { EnvironmentChoice } from '../environments/environments.ts';
import { languageInput, rangeOf } from './languageInputs.ts';
import type { LanguageParts } from './languageParts.ts';

const types: Record<Highlight['type'], string> = {
  variable: 'variable',
  function: 'function',
  request: 'class',
  comment: 'comment',
  directive: 'keyword',
};

/** The kinds and states of names, as themes know them; the last two are contributed by the manifest. */
export const highlightLegend = new vscode.SemanticTokensLegend(Object.values(types), [
  'declaration',
  'unresolved',
  'secret',
]);

/** Tells names with a value from those without, and from secrets. */
export class HighlightProvider implements vscode.DocumentSemanticTokensProvider {
  readonly #parts: LanguageParts;
  readonly onDidChangeSemanticTokens: EnvironmentChoice['onDidChange'];

  constructor(parts: LanguageParts) {
    this.#parts = parts;
    this.onDidChangeSemanticTokens = parts.environments.onDidChange;
  }

  async provideDocumentSemanticTokens(
    document: vscode.TextDocument,
  ): Promise<vscode.SemanticTokens> {
    const builder = new vscode.SemanticTokensBuilder(highlightLegend);
    for (const { span, type, state, isDefinition } of highlightsIn(
      await languageInput(this.#parts, document),
    )) {
      const modifiers = [
        ...(isDefinition ? ['declaration'] : []),
        ...(state === 'resolved' ? [] : [state]),
      ];
      builder.push(rangeOf(document, span), types[type], modifiers);
    }
    return builder.build();
  }
}
