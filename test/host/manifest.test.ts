import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { wirebook } from './support/extension.ts';

interface Manifest {
  contributes: {
    commands: { command: string; title: string; category: string }[];
    configuration: { properties: Record<string, { default: unknown; scope: string }> };
    views: Record<string, { id: string }[]>;
  };
}

function manifest(): Manifest {
  return vscode.extensions.getExtension('wirebook.wirebook')?.packageJSON as Manifest;
}

suite('Manifest', () => {
  test('every contributed command exists, with a title and the category Wirebook', async () => {
    await wirebook();
    const existing = new Set(await vscode.commands.getCommands(true));
    for (const { command, title, category } of manifest().contributes.commands) {
      assert.ok(existing.has(command), command);
      assert.equal(category, 'Wirebook');
      assert.doesNotMatch(title, /^%/, command);
    }
  });

  test('every command of the extension is contributed', async () => {
    await wirebook();
    const views = Object.values(manifest().contributes.views).flat();
    const isOfView = (id: string): boolean => views.some((view) => id.startsWith(`${view.id}.`));
    const contributed = new Set(manifest().contributes.commands.map(({ command }) => command));
    const own = (await vscode.commands.getCommands(true)).filter((id) =>
      id.startsWith('wirebook.'),
    );
    assert.deepEqual(
      own.filter((id) => !contributed.has(id) && !isOfView(id)),
      [],
    );
  });

  test('every setting has the default that the manifest says', () => {
    const settings = vscode.workspace.getConfiguration();
    for (const [name, { default: value, scope }] of Object.entries(
      manifest().contributes.configuration.properties,
    )) {
      assert.deepEqual(settings.inspect(name)?.defaultValue, value, name);
      assert.match(scope, /^(?:resource|window|machine)$/, name);
    }
  });

  test('files of request files have their language', async () => {
    const languages = { '/a.http': 'http', '/a.rest': 'http', '/a.ws': 'ws' };
    for (const [path, language] of Object.entries(languages)) {
      const uri = vscode.Uri.from({ scheme: 'untitled', path });
      assert.equal((await vscode.workspace.openTextDocument(uri)).languageId, language);
    }
  });
});
