import * as vscode from 'vscode';
import { RequestDiagnostics } from '../documents/diagnostics.ts';
import { requestLanguages, sendableLanguages } from '../documents/requestDocuments.ts';
import { DisposableStore } from '../lifetime/disposableStore.ts';
import { CompletionProvider, completionTriggers } from './completionProvider.ts';
import { copyRequest } from './copyRequest.ts';
import { CurlPasteProvider, pasteCurl } from './curlPasting.ts';
import { FormattingProvider } from './formattingProvider.ts';
import { HighlightProvider, highlightLegend } from './highlightProvider.ts';
import { HoverProvider } from './hoverProvider.ts';
import type { LanguageParts } from './languageParts.ts';
import { LinkProvider } from './linkProvider.ts';
import { newRequestFile } from './newRequestFile.ts';
import { NameProvider } from './nameProvider.ts';
import { Outline } from './outline.ts';
import { QuickFixProvider } from './quickFixProvider.ts';
import { settingsCompletion, settingsFiles } from './settingsCompletion.ts';

/** What is loaded with the first request file. */
export const languageFeatures = { register, copyRequest, pasteCurl, newRequestFile };

/** Registers what helps to write request files. */
function register(parts: LanguageParts): DisposableStore {
  const store = new DisposableStore();
  const on = requestLanguages;
  // Also in the fences of a Markdown text.
  const anywhere = sendableLanguages;
  const { languages } = vscode;
  const diagnostics = store.add(new RequestDiagnostics(parts.documents, parts.environments));
  const completion = new CompletionProvider(parts);
  const names = new NameProvider(parts);
  const outline = new Outline(parts);
  const formatting = new FormattingProvider(parts);
  const highlights = new HighlightProvider(parts);
  for (const registration of [
    languages.registerCompletionItemProvider(anywhere, completion, ...completionTriggers),
    languages.registerCompletionItemProvider(settingsFiles, settingsCompletion, '"'),
    languages.registerHoverProvider(anywhere, new HoverProvider(parts)),
    languages.registerCodeActionsProvider(
      anywhere,
      new QuickFixProvider(parts, diagnostics),
      QuickFixProvider.metadata,
    ),
    languages.registerDefinitionProvider(on, names),
    languages.registerReferenceProvider(on, names),
    languages.registerRenameProvider(on, names),
    languages.registerDocumentSymbolProvider(on, outline),
    languages.registerFoldingRangeProvider(on, outline),
    languages.registerDocumentLinkProvider(on, new LinkProvider(parts)),
    languages.registerDocumentSemanticTokensProvider(on, highlights, highlightLegend),
    languages.registerDocumentFormattingEditProvider(on, formatting),
    languages.registerDocumentRangeFormattingEditProvider(on, formatting),
    languages.registerDocumentPasteEditProvider(
      on,
      new CurlPasteProvider(parts),
      CurlPasteProvider.metadata,
    ),
  ]) {
    store.add(registration);
  }
  return store;
}
