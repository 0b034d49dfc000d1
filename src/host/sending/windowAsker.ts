import * as vscode from 'vscode';
import type { Prompt } from '../../core/variables/prompt.ts';
import type { Asker } from '../../engine/engineOutside.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import { t } from '../translate.ts';

/** Asks with VS Code's boxes, which stay open until they are answered. */
export function windowAsker(secrets: SecretStore): Asker {
  return {
    prompt: async (prompt) => {
      const value = await ask(prompt);
      return value === undefined ? 'cancelled' : { value };
    },
    secret: (name) => secrets.get(name),
  };
}

function ask({ form, label, preset, options, opens }: Prompt): Thenable<string | undefined> {
  const title = opens ? t('Passphrase of {0}', opens.file) : label || t('A value for the request');
  if (form === 'pick' && options.length > 0) {
    return vscode.window.showQuickPick(options, { title, ignoreFocusOut: true });
  }
  const password = form === 'password';
  return vscode.window.showInputBox({
    title,
    value: preset,
    password,
    ignoreFocusOut: true,
    validateInput: (passphrase) =>
      opens?.accepts(passphrase) === false
        ? t('This passphrase does not open {0}.', opens.file)
        : null,
  });
}
