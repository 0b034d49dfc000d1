import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { after, eventually, openFile } from './support/extension.ts';

/** Where the name that begins before the end of `text` is defined. */
async function definitionOf(
  document: vscode.TextDocument,
  text: string,
): Promise<vscode.Location | undefined> {
  const [definition] = await eventually('the definition', async () => {
    const found = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      after(document, text),
    );
    return found.length > 0 && found;
  });
  return definition;
}

/** Renames it, as F2 does. */
async function rename(document: vscode.TextDocument, text: string, name: string): Promise<void> {
  const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
    'vscode.executeDocumentRenameProvider',
    document.uri,
    after(document, text),
    name,
  );
  await vscode.workspace.applyEdit(edit);
}

/** Chooses an environment for the workspace, as the settings do. */
async function environmentChosen(name: string | undefined): Promise<void> {
  const settings = vscode.workspace.getConfiguration('wirebook');
  await settings.update('environment', name, vscode.ConfigurationTarget.Workspace);
}

suite('Names in request files', () => {
  test('renaming a variable of an environment file renames its key and every use', async () => {
    const environment = await openFile(
      'rename/http-client.env.json',
      '{ "a": { "server": "http://a" }, "b": { "server": "http://b", "own": "server" } }',
    );
    const other = await openFile('rename/other.http', 'GET {{server}}/other\n');
    const shadowed = await openFile('rename/shadowed.http', '@server = x\nGET {{server}}/\n');
    const document = await openFile('rename/first.http', 'GET {{server}}/{{%server}}\n');
    await environmentChosen('a');
    const edit = await eventually('the edits', async () => {
      const found = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        document.uri,
        after(document, '{{ser'),
        'host',
      );
      return found.size === 3 && found;
    });
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.getText(), 'GET {{host}}/{{%host}}\n');
    assert.equal(other.getText(), 'GET {{host}}/other\n');
    assert.equal(shadowed.getText(), '@server = x\nGET {{server}}/\n');
    assert.equal(
      environment.getText(),
      '{ "a": { "host": "http://a" }, "b": { "host": "http://b", "own": "server" } }',
    );
    await environmentChosen(undefined);
  });

  test('a request name leads to its definition, and is renamed with its references', async () => {
    const document = await openFile(
      'names.http',
      '# @name login\nPOST http://a/\n\n###\nGET http://a/{{login.response.body.$.id}}\n',
    );
    const definition = await definitionOf(document, '{{log');
    assert.equal(document.getText(definition?.range), 'login');
    assert.equal(definition?.range.start.line, 0);
    await rename(document, '@name lo', 'signIn');
    assert.equal(
      document.getText(),
      '# @name signIn\nPOST http://a/\n\n###\nGET http://a/{{signIn.response.body.$.id}}\n',
    );
  });

  test('an imported request leads to its file, and is renamed there too', async () => {
    const shared = await openFile('shared.http', '### login\nPOST http://a/\n');
    const document = await openFile('importing.http', 'import shared.http\nrun #login\n');
    const definition = await definitionOf(document, '#log');
    assert.equal(definition?.uri.toString(), shared.uri.toString());
    assert.equal(shared.getText(definition?.range), 'login');
    await rename(document, '#log', 'signIn');
    assert.equal(shared.getText(), '### signIn\nPOST http://a/\n');
    assert.equal(document.getText(), 'import shared.http\nrun #signIn\n');
  });

  test('a variable renamed where it is defined is renamed in the files that import it, and found there', async () => {
    const shared = await openFile('reach/shared.http', '@base = http://a\nGET {{base}}/\n');
    const importing = await openFile(
      'reach/deep/importing.http',
      'import ../shared.http\n###\nGET {{base}}/1\n',
    );
    const through = await openFile(
      'reach/through.http',
      'import deep/importing.http\n###\nGET {{base}}/2\n',
    );
    const own = await openFile('reach/own.http', '@base = http://b\nGET {{base}}/\n');
    const stranger = await openFile('reach/stranger.http', 'GET {{base}}/\n');
    const references = await eventually('the references', async () => {
      const found = await vscode.commands.executeCommand<vscode.Location[]>(
        'vscode.executeReferenceProvider',
        shared.uri,
        after(shared, '@ba'),
      );
      return found.length === 4 && found;
    });
    assert.equal(new Set(references.map(({ uri }) => uri.path)).size, 3);
    await rename(shared, '@ba', 'server');
    assert.equal(shared.getText(), '@server = http://a\nGET {{server}}/\n');
    assert.match(importing.getText(), /GET \{\{server\}\}\/1/);
    assert.match(through.getText(), /GET \{\{server\}\}\/2/);
    assert.match(own.getText(), /@base.*\n.*\{\{base\}\}/);
    assert.match(stranger.getText(), /\{\{base\}\}/);
  });
});
