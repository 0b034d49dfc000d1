import * as vscode from 'vscode';
import type { RequestBlockWithRequest } from '../../core/request-file/requestFile.ts';
import type { PreparedRequest } from '../../core/runner/preparedRequest.ts';
import { t } from '../translate.ts';

/** `# @note` asks before sending; its text is the question. */
export async function confirmNote({ directives }: RequestBlockWithRequest): Promise<boolean> {
  const note = directives.find(({ name }) => name === 'note');
  if (note === undefined) {
    return true;
  }
  const send = t('Send');
  const question = note.value?.text || t('Send this request?');
  const answer = await vscode.window.showWarningMessage(question, { modal: true }, send);
  return answer === send;
}

/** Waits as long as `# @sleep` says; false when the user does not want to. */
export async function waitBefore({ sleepMs = 0, name, url }: PreparedRequest): Promise<boolean> {
  if (sleepMs === 0) {
    return true;
  }
  const title = t('Waiting {0} s before {1} is sent', String(sleepMs / 1000), name ?? url);
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress(
    { location, title, cancellable: true },
    (_progress, token) =>
      new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(true), sleepMs);
        token.onCancellationRequested(() => {
          clearTimeout(timer);
          resolve(false);
        });
      }),
  );
}
