import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { eventually, openFile } from './support/extension.ts';

/** Where `text` ends in a document. */
function after(document: vscode.TextDocument, text: string): vscode.Position {
  const at = document.getText().indexOf(text);
  assert.notEqual(at, -1, text);
  return document.positionAt(at + text.length);
}

/** The completions behind a text; the first ones come when the language features are loaded. */
function completions(document: vscode.TextDocument, text: string) {
  return eventually('completions', async () => {
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      after(document, text),
    );
    return items.length > 0 && items;
  });
}

function labelOf({ label }: vscode.CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}

suite('Writing request files', () => {
  test('completion offers headers, their values, variables and files', async () => {
    await openFile('body-of-completion.json', '{}');
    const document = await openFile(
      'completion.http',
      '@host = localhost\nPOST http://{{ho\nContent-\nAccept: app\n\n< ./bod\n',
    );
    const headers = await completions(document, 'Content-');
    assert.ok(headers.map(labelOf).includes('Content-Type'));
    const values = await completions(document, 'Accept: app');
    assert.ok(values.map(labelOf).includes('application/json'));
    const variables = await completions(document, '{{ho');
    const host = variables.find((item) => labelOf(item) === 'host');
    assert.ok(host);
    assert.deepEqual(host.label, { label: 'host', description: 'localhost' });
    const files = await completions(document, '< ./bod');
    assert.ok(files.map(labelOf).includes('body-of-completion.json'));
  });

  test('a hover shows the value of a variable and where it comes from', async () => {
    const document = await openFile('hover.http', '@host = a.test\nGET http://{{host}}/\n');
    const [hover] = await eventually('a hover', async () => {
      const found = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        after(document, '{{ho'),
      );
      return found.length > 0 && found;
    });
    const text = hover?.contents.map((content) => (content as vscode.MarkdownString).value).join();
    assert.match(text ?? '', /\*\*host\*\*[^]*a\.test[^]*hover\.http:1[^]*hover\.http#L1\)/);
  });
});
