import * as vscode from 'vscode';
import { requestsOf } from '../../core/request-file/requestFile.ts';
import type { RequestBlock, RequestBlockWithRequest } from '../../core/request-file/requestFile.ts';
import { DisposableStore } from '../lifetime/disposableStore.ts';
import { editorRange } from './range.ts';
import { requestLanguages } from './requestDocuments.ts';
import type { RequestDocuments } from './requestDocuments.ts';

/** Lists the requests of a file as its symbols, and folds its blocks. */
export function showOutline(documents: RequestDocuments): DisposableStore {
  const store = new DisposableStore();
  store.add(
    vscode.languages.registerDocumentSymbolProvider(requestLanguages, {
      provideDocumentSymbols: (document) => requestsOf(documents.tree(document)).map(symbolOf),
    }),
  );
  store.add(
    vscode.languages.registerFoldingRangeProvider(requestLanguages, {
      provideFoldingRanges: (document) =>
        documents.tree(document).blocks.flatMap((block) => foldingOf(document, block)),
    }),
  );
  return store;
}

function symbolOf({ name, request, range }: RequestBlockWithRequest): vscode.DocumentSymbol {
  const line = `${request.method?.text ?? 'GET'} ${request.url.text}`.trim();
  const isConversation = request.messages.length > 0 || request.kind === 'websocket';
  const kind = isConversation ? vscode.SymbolKind.Event : vscode.SymbolKind.Method;
  const whole = editorRange(range);
  const selection = editorRange(request.lineRange).intersection(whole) ?? whole;
  const title = name?.text || line || '?';
  return new vscode.DocumentSymbol(title, title === line ? '' : line, kind, whole, selection);
}

/** A block folds down to its last line that is not blank. */
function foldingOf(document: vscode.TextDocument, block: RequestBlock): vscode.FoldingRange[] {
  const { start, end } = editorRange(block.range);
  let last = end.character === 0 ? end.line - 1 : end.line;
  while (last > start.line && document.lineAt(last).isEmptyOrWhitespace) {
    last--;
  }
  return block.separator !== null && last > start.line
    ? [new vscode.FoldingRange(start.line, last, vscode.FoldingRangeKind.Region)]
    : [];
}
