import * as vscode from 'vscode';
import type { ComposerFormat } from '../../protocol/console.ts';
import { t } from '../translate.ts';

/** The payload of a ping; `undefined` when the question was cancelled. */
export async function askForPing(): Promise<string | undefined> {
  return vscode.window.showInputBox({
    prompt: t('Payload of the ping, at most 125 bytes'),
    validateInput: (value) =>
      Buffer.byteLength(value) > 125 ? t('A ping holds 125 bytes at most.') : undefined,
  });
}

/** A message as it is typed; a file is asked for when it is sent. */
export async function askForMessage(): Promise<
  { format: ComposerFormat; text: string } | undefined
> {
  const formats = [
    { label: t('Text'), format: 'text' },
    { label: 'JSON', format: 'json' },
    { label: t('Hex'), format: 'hex' },
    { label: 'Base64', format: 'base64' },
    { label: t('File…'), format: 'file' },
  ] as const;
  const choice = await vscode.window.showQuickPick(formats, { placeHolder: t('Send as') });
  if (choice === undefined) {
    return undefined;
  }
  const { format } = choice;
  const text = format === 'file' ? '' : await vscode.window.showInputBox({ prompt: t('Message') });
  return text === undefined ? undefined : { format, text };
}

/** With which code and reason to close a WebSocket. */
export async function askForClose(): Promise<{ code: number; reason: string } | undefined> {
  const code = await askForCloseCode();
  if (code === undefined) {
    return undefined;
  }
  const reason = await vscode.window.showInputBox({
    prompt: t('Reason, at most 123 bytes'),
    validateInput: (value) =>
      Buffer.byteLength(value) > 123 ? t('A reason holds 123 bytes at most.') : undefined,
  });
  return reason === undefined ? undefined : { code, reason };
}

async function askForCloseCode(): Promise<number | undefined> {
  const other = { label: t('Other code…'), code: 0 };
  const known = closeCodes().map(([code, description]) => ({
    label: String(code),
    description,
    code,
  }));
  const choice = await vscode.window.showQuickPick([...known, other], {
    placeHolder: t('Close code'),
  });
  if (choice !== other) {
    return choice?.code;
  }
  const typed = await vscode.window.showInputBox({
    prompt: t('Close code'),
    validateInput: (value) =>
      isSendableCode(value) ? undefined : t('Write 1000 to 1014, or 3000 to 4999.'),
  });
  return typed === undefined ? undefined : Number(typed);
}

/** The codes that people close with, and what they mean (RFC 6455 §7.4.1). */
function closeCodes(): [code: number, meaning: string][] {
  return [
    [1000, t('normal closure')],
    [1001, t('going away')],
    [1003, t('unsupported data')],
    [1008, t('policy violation')],
    [1009, t('message too big')],
    [1011, t('internal error')],
    [4000, t('private use')],
  ];
}

/** Codes that may be sent (RFC 6455 §7.4.1, §7.4.2). */
function isSendableCode(text: string): boolean {
  const code = /^\d{4}$/.test(text) ? Number(text) : 0;
  const isDefined = code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code);
  return isDefined || (code >= 3000 && code <= 4999);
}
