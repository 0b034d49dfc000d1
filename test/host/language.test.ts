import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { startTestDemoServer } from '../support/demoServer.ts';
import {
  after,
  clickLens,
  eventually,
  finished,
  lensTitles,
  openFile,
  wirebook,
} from './support/extension.ts';

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

  test('a hover does not say again what the diagnostic above it says', async () => {
    const document = await openFile('problem.http', 'GET http://a/{{nowhere}}\n');
    await eventually('the diagnostic', () => {
      return vscode.languages.getDiagnostics(document.uri).length > 0;
    });
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      after(document, '{{no'),
    );
    assert.deepEqual(hovers, []);
  });

  test('a diagnostic has a quick fix that makes it go', async () => {
    const document = await openFile('fix.http', '# @timeuot 5 s\nGET http://localhost/\n');
    const [diagnostic] = await eventually('the diagnostic', () => {
      const found = vscode.languages.getDiagnostics(document.uri);
      return found.length > 0 && found;
    });
    assert.ok(diagnostic);
    const [fix] = await eventually('a quick fix', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        diagnostic.range,
        vscode.CodeActionKind.QuickFix.value,
      );
      return found.length > 0 && found;
    });
    assert.equal(fix?.title, 'Change to timeout');
    await vscode.workspace.applyEdit(fix.edit!);
    assert.equal(document.getText(), '# @timeout 5 s\nGET http://localhost/\n');
    await eventually('no diagnostic', () => {
      return vscode.languages.getDiagnostics(document.uri).length === 0;
    });
  });

  test('formatting tidies the file, and a second time changes nothing', async () => {
    const document = await openFile(
      'format.http',
      '###a\nget   http://a/\nX:y\n\n\n\n{  }\n###b\n',
    );
    const format = () =>
      vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(
        'vscode.executeFormatDocumentProvider',
        document.uri,
        { tabSize: 2, insertSpaces: true },
      );
    const edits = await eventually('the edits', async () => {
      const found = await format();
      return found !== undefined && found.length > 0 && found;
    });
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, edits);
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.getText(), '### a\nGET http://a/\nX: y\n\n{  }\n\n### b\n');
    assert.equal((await format())?.length ?? 0, 0);
  });

  test('a request in a fence of Markdown has a lens that sends it', async () => {
    const demo = await startTestDemoServer();
    const document = await openFile(
      'fence.md',
      `# Notes\n\n\`\`\`http\nGET ${demo.urls.http}/status/404\n\n### two\nGET ${demo.urls.http}/json\n\`\`\`\n\nText\n`,
    );
    assert.deepEqual(
      [...(await lensTitles(document))],
      [
        [3, ['Send']],
        [6, ['Send']],
      ],
    );
    assert.equal((await finished(await clickLens(document, 6))).status, 200);
    await demo.close();
  });

  test('a fence of Markdown is completed, explained, checked and mended; the text around it is not', async () => {
    const document = await openFile(
      'written-fence.md',
      '# {{ho\n\n```http\n@host = a.test\n# @timeuot 5 s\nGET http://{{host}}/\nAccept: app\n```\n\n{{ho\n',
    );
    const values = await completions(document, 'Accept: app');
    assert.ok(values.map(labelOf).includes('application/json'));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      after(document, 'GET http://{{ho'),
    );
    assert.equal(hovers.length, 1);
    const [diagnostic, ...others] = await eventually('the diagnostic', () => {
      const found = vscode.languages.getDiagnostics(document.uri);
      return found.length > 0 && found;
    });
    assert.deepEqual([diagnostic?.code, others], ['WB1009', []]);
    assert.equal(diagnostic?.range.start.line, 4);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      diagnostic?.range,
    );
    const fix = actions.find(({ edit }) => edit !== undefined);
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.getText(), /^# @timeout 5 s$/m);
    const outside = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(9, 3),
    );
    assert.deepEqual(outside, []);
  });

  test('a request is copied as a curl command, and a curl command becomes a request', async () => {
    const { clipboard } = vscode.env;
    const document = await openFile(
      'copy.http',
      '@name = world\nPOST http://localhost:1/echo\nContent-Type: text/plain\n\nhello {{name}}\n',
    );
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    editor.selection = new vscode.Selection(1, 0, 1, 0);
    await vscode.commands.executeCommand('wirebook.copyAsCurl');
    const copied = await clipboard.readText();
    assert.match(copied, /^curl http:\/\/localhost:1\/echo .*--data-raw 'hello world'/s);

    await vscode.commands.executeCommand('wirebook.pasteCurl');
    assert.match(
      document.getText(),
      /hello \{\{name\}\}\n\n###\n(?:#.*\n)*POST http:\/\/localhost:1\/echo\nContent-Type: text\/plain\n\nhello world\n$/,
    );
    await clipboard.writeText('');
  });

  test('a session is copied as it was sent, though its file has changed', async () => {
    const demo = await startTestDemoServer();
    const document = await openFile('session.http', `GET ${demo.urls.http}/status/404\nX-Own: a\n`);
    const exchange = await clickLens(document, 0);
    await finished(exchange);
    await openFile('session.http', '# nothing\n');
    await vscode.commands.executeCommand('wirebook.copyAsCurl', exchange);
    assert.equal(
      await vscode.env.clipboard.readText(),
      `curl ${demo.urls.http}/status/404 \\\n  --header 'X-Own: a' \\\n  --location\n`,
    );
    await demo.close();
  });

  test('the environment and the variables without a value stand in the language status', async () => {
    const document = await openFile('status.http', 'GET http://a/{{one}}/{{two}}\n');
    await eventually('two diagnostics', () => {
      return vscode.languages.getDiagnostics(document.uri).length === 2;
    });
    await eventually('the status', async () => {
      return (await wirebook()).environmentStatus.detail.includes('2');
    });
  });

  test('settings complete the names of environments', async () => {
    await openFile('http-client.env.json', '{ "stage": {}, "live": {} }');
    const document = await openFile('one/.vscode/settings.json', '{ "wirebook.environment": "" }');
    await openFile('any.http', 'GET http://a/\n');
    const items = await completions(document, '"wirebook.environment": "');
    assert.ok(items.map(labelOf).includes('stage'));
  });

  test('paths are links, and names are highlighted by their state', async () => {
    await openFile('linked.json', '{}');
    const document = await openFile('link.http', 'POST http://{{nowhere}}/\n\n< linked.json\n');
    const [link] = await eventually('the link', async () => {
      const found = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        'vscode.executeLinkProvider',
        document.uri,
      );
      return found.some(({ target }) => target?.path.endsWith('/linked.json')) && found;
    });
    assert.ok(link);
    const tokens = await eventually('semantic tokens', async () => {
      const found = await vscode.commands.executeCommand<vscode.SemanticTokens | undefined>(
        'vscode.provideDocumentSemanticTokens',
        document.uri,
      );
      return found !== undefined && found.data.length > 0 && [...found.data];
    });
    const unresolved = 2;
    assert.deepEqual(tokens, [0, 'POST http://{{'.length, 'nowhere'.length, 0, unresolved]);
  });
});
