import * as vscode from 'vscode';
import type { PreparedRequest } from '../../core/runner/preparedRequest.ts';
import { copiedRequest, type CopiedRequest } from '../../core/snippet/copiedRequest.ts';
import { maskedRequest } from '../../core/snippet/maskedRequest.ts';
import { snippetFormats, snippetOf } from '../../core/snippet/snippet.ts';
import type { SnippetFormat } from '../../core/snippet/snippet.ts';
import { t } from '../translate.ts';

const labels: Record<SnippetFormat, string> = {
  curl: 'cURL',
  fetch: 'JavaScript (fetch)',
  python: 'Python',
  websocat: 'websocat',
};

/** Puts a request into the clipboard, for a program that is asked for; secrets only when that is asked for too. */
export async function copyRequest(
  request: PreparedRequest,
  format: SnippetFormat | null,
): Promise<void> {
  const formats = snippetFormats(request);
  if (formats.length === 0) {
    throw new Error(t('No other program is known for this kind of request.'));
  }
  const chosen = format !== null && formats.includes(format) ? format : await askForFormat(formats);
  const copied = chosen === undefined ? undefined : await withOrWithoutSecrets(request);
  if (chosen === undefined || copied === undefined) {
    return;
  }
  await vscode.env.clipboard.writeText(snippetOf(copied, chosen).text);
  vscode.window.setStatusBarMessage(t('Copied as {0}.', labels[chosen]), 5000);
}

async function askForFormat(formats: readonly SnippetFormat[]): Promise<SnippetFormat | undefined> {
  const items = formats.map((format) => ({ label: labels[format], format }));
  const choice = await vscode.window.showQuickPick(items, { placeHolder: t('Copy as') });
  return choice?.format;
}

/** Masks secrets unless the user wants them; `undefined` when nothing is to be copied. */
async function withOrWithoutSecrets(request: PreparedRequest): Promise<CopiedRequest | undefined> {
  const open = copiedRequest(request);
  const masked = maskedRequest(open, request.secrets);
  if (!masked.hasSecrets) {
    return open;
  }
  const hide = { title: t('Copy Masked') };
  const show = { title: t('Copy with Secrets') };
  const choice = await vscode.window.showWarningMessage(
    t('This request holds secrets. Whoever gets the copy can use them.'),
    { modal: true },
    hide,
    show,
  );
  if (choice === undefined) {
    return undefined;
  }
  return choice === show ? open : masked.request;
}
