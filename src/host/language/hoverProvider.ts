import * as vscode from 'vscode';
import { hoverAt } from '../../core/language/hover.ts';
import type { Hover, HoverLine } from '../../core/language/hover.ts';
import { fileUri } from '../documents/workspaceFiles.ts';
import { languageInputAt, rangeOf } from './languageInputs.ts';
import type { LanguageParts } from './languageParts.ts';

/** Explains what the pointer is over: variables with their value, words of the protocol. */
export class HoverProvider implements vscode.HoverProvider {
  readonly #parts: LanguageParts;

  constructor(parts: LanguageParts) {
    this.#parts = parts;
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const input = await languageInputAt(this.#parts, document, position);
    const hover = input && hoverAt(input, document.offsetAt(position));
    if (hover === null) return undefined;
    const lines = withoutProblems(document.uri, position, hover.lines);
    return lines.length === 0
      ? undefined
      : new vscode.Hover(
          markdownOf(document.uri, { ...hover, lines }),
          rangeOf(document, hover.span),
        );
  }
}

/** VS Code shows the diagnostics of a place above its hover: what they say is not said again. */
function withoutProblems(
  uri: vscode.Uri,
  position: vscode.Position,
  lines: readonly HoverLine[],
): HoverLine[] {
  const problems = vscode.languages.getDiagnostics(uri);
  const said = problems.filter(({ range }) => range.contains(position));
  return lines.filter(({ text }) => !said.some(({ message }) => message === text));
}

/** Values come from files, so nothing in them may become markup. */
function markdownOf(base: vscode.Uri, { title, lines }: Hover): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString('**');
  markdown.appendText(title).appendMarkdown('**\n\n');
  lines.forEach((line) => appendLine(markdown, base, line));
  return markdown;
}

function appendLine(markdown: vscode.MarkdownString, base: vscode.Uri, line: HoverLine): void {
  const { text, code, place } = line;
  if (text !== undefined && place !== undefined) {
    const target = fileUri(base, place.path).with({ fragment: `L${place.line}` });
    markdown.appendMarkdown('[').appendText(text).appendMarkdown(`](${target.toString()})\n\n`);
  } else if (text !== undefined) {
    markdown.appendText(text).appendMarkdown('\n\n');
  }
  if (code !== undefined) {
    markdown.appendCodeblock(code, 'plaintext');
  }
}
