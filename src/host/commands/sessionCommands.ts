import * as vscode from 'vscode';
import type { ExchangeSummary } from '../../protocol/exchange.ts';
import { isLive, isOpen } from '../sessions/exchangeStates.ts';
import { t } from '../translate.ts';
import type { Commands, HostParts } from './hostParts.ts';

/** Commands that work on an exchange: the one of a tree item or lens, else the one that is shown. */
export function sessionCommands(parts: HostParts): Commands {
  const { actions, sessions, console, sender } = parts;
  const on =
    (act: (exchange: ExchangeSummary) => Promise<unknown>) =>
    async (argument?: unknown): Promise<unknown> => {
      const exchange = exchangeOf(parts, argument);
      return exchange === undefined ? undefined : act(exchange);
    };
  return {
    'wirebook.cancel': (argument) => cancel(parts, argument),
    'wirebook.sendAgain': on(({ id }) => sender.sendAgain(id)),
    'wirebook.ping': on((exchange) => ping(parts, exchange)),
    'wirebook.sendMessage': on((exchange) => sendMessage(parts, exchange)),
    'wirebook.closeWithCode': on((exchange) => closeWithCode(parts, exchange)),
    'wirebook.openSource': on(({ id: exchange }) =>
      actions.act({ action: 'openSource', exchange }),
    ),
    'wirebook.openBody': on((exchange) => onBody(parts, exchange, 'openBody')),
    'wirebook.saveBody': on((exchange) => onBody(parts, exchange, 'saveBody')),
    'wirebook.forget': on(({ id }) => forget(parts, [id])),
    'wirebook.clearSessions': () =>
      forget(
        parts,
        sessions.list().map(({ id }) => id),
      ),
    'wirebook.showSession': on(async ({ id }) => {
      sessions.show(id);
      await console.reveal('exchange');
    }),
  };
}

function exchangeOf({ sessions }: HostParts, argument: unknown): ExchangeSummary | undefined {
  return typeof argument === 'number' ? sessions.get(argument) : sessions.shown;
}

/** Stops the exchange that was asked for, else the shown one if it is live, else the newest live one. */
async function cancel({ sessions, actions }: HostParts, argument: unknown): Promise<void> {
  const asked = typeof argument === 'number' ? sessions.get(argument) : undefined;
  const shown = sessions.shown !== undefined && isLive(sessions.shown) ? sessions.shown : undefined;
  const exchange = asked ?? shown ?? sessions.list().find(isLive);
  if (exchange !== undefined) {
    await actions.act({ action: 'cancel', exchange: exchange.id });
  }
}

async function forget({ sessions, sender }: HostParts, exchanges: number[]): Promise<void> {
  await sessions.forget(exchanges);
  sender.forget(exchanges.filter((exchange) => sessions.get(exchange) === undefined));
}

async function ping({ actions }: HostParts, exchange: ExchangeSummary): Promise<void> {
  if (!tellUnlessOpen(exchange)) {
    return;
  }
  const text = await vscode.window.showInputBox({
    prompt: t('Payload of the ping, at most 125 bytes'),
    validateInput: (value) =>
      Buffer.byteLength(value) > 125 ? t('A ping holds 125 bytes at most.') : undefined,
  });
  if (text !== undefined) {
    await actions.act({ action: 'ping', exchange: exchange.id, text });
  }
}

async function sendMessage({ actions }: HostParts, exchange: ExchangeSummary): Promise<void> {
  if (!tellUnlessOpen(exchange)) {
    return;
  }
  const formats = [
    { label: t('Text'), format: 'text' },
    { label: 'JSON', format: 'json' },
    { label: t('Hex'), format: 'hex' },
    { label: 'Base64', format: 'base64' },
    { label: t('File…'), format: 'file' },
  ] as const;
  const choice = await vscode.window.showQuickPick(formats, { placeHolder: t('Send as') });
  if (choice === undefined) {
    return;
  }
  const isFile = choice.format === 'file';
  const text = isFile ? '' : await vscode.window.showInputBox({ prompt: t('Message') });
  if (text !== undefined) {
    await actions.send(exchange.id, choice.format, text);
  }
}

async function closeWithCode({ actions }: HostParts, exchange: ExchangeSummary): Promise<void> {
  if (!tellUnlessOpen(exchange)) {
    return;
  }
  const code = await askForCloseCode();
  if (code === undefined) {
    return;
  }
  const reason = await vscode.window.showInputBox({
    prompt: t('Reason, at most 123 bytes'),
    validateInput: (value) =>
      Buffer.byteLength(value) > 123 ? t('A reason holds 123 bytes at most.') : undefined,
  });
  if (reason !== undefined) {
    await actions.act({ action: 'close', exchange: exchange.id, code, reason });
  }
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

async function onBody(
  { engine, actions }: HostParts,
  { id }: ExchangeSummary,
  action: 'openBody' | 'saveBody',
): Promise<void> {
  const view = await engine.running?.exchange(id);
  const hop = Math.max(0, (view?.hops.length ?? 1) - 1);
  await actions.act({ action, exchange: id, hop });
}

function tellUnlessOpen(exchange: ExchangeSummary): boolean {
  if (!isOpen(exchange)) {
    void vscode.window.showInformationMessage(t('This exchange is not an open WebSocket.'));
  }
  return isOpen(exchange);
}
