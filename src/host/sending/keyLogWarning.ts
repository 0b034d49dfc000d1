import * as vscode from 'vscode';
import type { PreparedRequest } from '../../core/runner/preparedRequest.ts';
import { stopKeyLog } from '../settings.ts';
import { t } from '../translate.ts';

const SECURE = /^(?:https|wss|tls):/i;

const warned = new Set<string>();

/**
 * Warns that the secrets of TLS connections are written to a file: once for each file, while the window is open.
 * The request does not wait for an answer: the file was asked for in the user's own settings.
 */
export function warnOfKeyLog({ url, options: { keyLogFile } }: PreparedRequest): void {
  if (!keyLogFile || !SECURE.test(url) || warned.has(keyLogFile)) {
    return;
  }
  warned.add(keyLogFile);
  void warn(keyLogFile);
}

async function warn(file: string): Promise<void> {
  const stop = t('Stop Writing Keys');
  const message = t(
    'The secrets of TLS connections are written to {0}. Whoever has this file can read everything that was sent.',
    file,
  );
  if ((await vscode.window.showWarningMessage(message, stop)) === stop) {
    await stopKeyLog();
  }
}
