import * as vscode from 'vscode';
import { foldsIn } from '../../core/language/folding.ts';
import type { Fold } from '../../core/language/folding.ts';
import type { RequestBlock, RequestFile } from '../../core/request-file/requestFile.ts';
import { editorRange } from '../documents/range.ts';
import type { LanguageParts } from './languageParts.ts';

const foldKinds: Record<Fold['kind'], vscode.FoldingRangeKind | undefined> = {
  request: vscode.FoldingRangeKind.Region,
  comment: vscode.FoldingRangeKind.Comment,
  body: undefined,
};

/** Lists the requests of a file with the steps of their conversations, and its variables; folds what can be folded. */
export class Outline implements vscode.DocumentSymbolProvider, vscode.FoldingRangeProvider {
  readonly #parts: LanguageParts;

  constructor(parts: LanguageParts) {
    this.#parts = parts;
  }

  provideDocumentSymbols(document: vscode.TextDocument): vscode.DocumentSymbol[] {
    return symbolsOf(document, this.#parts.documents.tree(document));
  }

  provideFoldingRanges(document: vscode.TextDocument): vscode.FoldingRange[] {
    return foldsIn(this.#parts.documents.tree(document), document.getText()).map(
      ({ start, end, kind }) => new vscode.FoldingRange(start, end, foldKinds[kind]),
    );
  }
}

function symbolsOf(
  document: vscode.TextDocument,
  { blocks }: RequestFile,
): vscode.DocumentSymbol[] {
  return blocks.flatMap((block) => [
    ...variableSymbols(block),
    ...requestSymbols(block, wholeLines(document, editorRange(block.range))),
  ]);
}

/** A block ends where the next one begins: that line is not shown as a part of it. */
function wholeLines(document: vscode.TextDocument, { start, end }: vscode.Range): vscode.Range {
  const isNextLine = end.character === 0 && end.line > start.line;
  return new vscode.Range(start, isNextLine ? document.lineAt(end.line - 1).range.end : end);
}

function variableSymbols({ variables }: RequestBlock): vscode.DocumentSymbol[] {
  return variables.map(
    ({ name, range }) =>
      new vscode.DocumentSymbol(
        `@${name.text}`,
        '',
        vscode.SymbolKind.Variable,
        editorRange(range),
        editorRange(name.range),
      ),
  );
}

function requestSymbols(
  { name, request }: RequestBlock,
  whole: vscode.Range,
): vscode.DocumentSymbol[] {
  if (request === null) {
    return [];
  }
  const isConversation = request.messages.length > 0 || request.kind === 'websocket';
  const method = request.method?.text ?? (isConversation ? '' : 'GET');
  const line = `${method} ${request.url.text}`.trim();
  const kind = isConversation ? vscode.SymbolKind.Event : vscode.SymbolKind.Method;
  const selection = editorRange(request.lineRange).intersection(whole) ?? whole;
  const title = name?.text || line || '?';
  const detail = title === line ? '' : line;
  const symbol = new vscode.DocumentSymbol(title, detail, kind, whole, selection);
  symbol.children = request.messages.map(({ step, argument, range: stepRange }) => {
    const place = editorRange(stepRange);
    const { Event } = vscode.SymbolKind;
    return new vscode.DocumentSymbol(`=== ${step}`, argument.text, Event, place, place);
  });
  return [symbol];
}
