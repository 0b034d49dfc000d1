import * as vscode from 'vscode';
import type { PreparedRequest } from '../../core/runner/preparedRequest.ts';
import { keyLogFileNow, stopKeyLog } from '../settings.ts';
import { t } from '../translate.ts';

const SECURE = /^(?:https|wss|tls):/i;

const warned = new Set<string>();
/** Files whose setting is being taken back: nothing is written there any more. */
const stopping = new Set<string>();

/**
 * Warns that the secrets of TLS connections are written to a file: once for each file, while the window is open.
 * The request does not wait for an answer: the file was asked for in the user's own settings. It goes without a key log
 * where the answer was to stop.
 */
export function withKeyLogWarning(request: PreparedRequest): PreparedRequest {
  const { url, options } = request;
  const { keyLogFile } = options;
  if (!keyLogFile || !SECURE.test(url)) {
    return request;
  }
  if (stopping.has(keyLogFile)) {
    return { ...request, options: { ...options, keyLogFile: null } };
  }
  if (!warned.has(keyLogFile)) {
    warned.add(keyLogFile);
    void warn(keyLogFile);
  }
  return request;
}

async function warn(file: string): Promise<void> {
  const stop = t('Stop Writing Keys');
  const message = t(
    'The secrets of TLS connections are written to {0}. Whoever has this file can read everything that was sent.',
    file,
  );
  if ((await vscode.window.showWarningMessage(message, stop)) !== stop) {
    return;
  }
  stopping.add(file);
  const changed = vscode.workspace.onDidChangeConfiguration(() => {
    // Settings that are read again while this one is being written still have it.
    if (keyLogFileNow() === file) {
      return;
    }
    changed.dispose();
    stopping.delete(file);
    warned.delete(file);
  });
  await stopKeyLog();
}
