import * as vscode from 'vscode';
import type { SecretStore } from '../secrets/secretStore.ts';
import { t } from '../translate.ts';
import type { Commands, HostParts } from './hostParts.ts';

/** Commands that keep the values of `{{$secret name}}`. */
export function secretCommands({ secrets }: HostParts): Commands {
  return {
    'wirebook.setSecret': (name) => setSecret(secrets, name),
    'wirebook.forgetSecret': (name) => forgetSecret(secrets, name),
  };
}

async function setSecret(secrets: SecretStore, given: unknown): Promise<void> {
  const name =
    typeof given === 'string'
      ? given
      : await vscode.window.showInputBox({
          title: t('Set Secret'),
          prompt: t('Name of the secret: a request file uses it as {0}', '{{$secret name}}'),
          validateInput: (text) =>
            /^\S+$/.test(text) ? null : t('A name has no blanks and is not empty.'),
        });
  if (name === undefined) {
    return;
  }
  const value = await vscode.window.showInputBox({
    title: t('Set Secret'),
    prompt: t('Value of {0}', name),
    password: true,
    ignoreFocusOut: true,
  });
  if (value !== undefined) {
    await secrets.set(name, value);
  }
}

async function forgetSecret(secrets: SecretStore, given: unknown): Promise<void> {
  const names = await secrets.names();
  const placeHolder = names.length === 0 ? t('No secret is set') : t('The secret to forget');
  const name =
    typeof given === 'string' ? given : await vscode.window.showQuickPick(names, { placeHolder });
  if (name !== undefined) {
    await secrets.forget(name);
  }
}
