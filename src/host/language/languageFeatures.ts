import * as vscode from 'vscode';
import { showOutline } from '../documents/outline.ts';
import { requestLanguages } from '../documents/requestDocuments.ts';
import { DisposableStore } from '../lifetime/disposableStore.ts';
import { CompletionProvider, completionTriggers } from './completionProvider.ts';
import { HoverProvider } from './hoverProvider.ts';
import type { LanguageParts } from './languageParts.ts';

/** Registers what helps to write request files. */
export function registerLanguageFeatures(parts: LanguageParts): DisposableStore {
  const store = new DisposableStore();
  const { languages } = vscode;
  store.add(
    languages.registerCompletionItemProvider(
      requestLanguages,
      new CompletionProvider(parts),
      ...completionTriggers,
    ),
  );
  store.add(languages.registerHoverProvider(requestLanguages, new HoverProvider(parts)));
  store.add(showOutline(parts.documents));
  return store;
}
