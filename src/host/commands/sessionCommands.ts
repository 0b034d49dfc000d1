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
  const does = (action: 'openSource' | 'trustCertificate' | 'sendOnceInsecure') =>
    on(({ id: exchange }) => actions.act({ action, exchange }));
  return {
    'wirebook.cancel': (argument) => cancel(parts, argument),
    'wirebook.sendAgain': on(({ id }) => sender.sendAgain(id)),
    'wirebook.ping': on((exchange) => ping(parts, exchange)),
    'wirebook.sendMessage': on((exchange) => sendMessage(parts, exchange)),
    'wirebook.closeWithCode': on((exchange) => closeWithCode(parts, exchange)),
    'wirebook.openSource': does('openSource'),
    'wirebook.trustCertificate': does('trustCertificate'),
    'wirebook.sendOnceInsecure': does('sendOnceInsecure'),
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
  const text = await (await questionsFor(exchange))?.askForPing();
  if (text !== undefined) {
    await actions.act({ action: 'ping', exchange: exchange.id, text });
  }
}

async function sendMessage({ actions }: HostParts, exchange: ExchangeSummary): Promise<void> {
  const message = await (await questionsFor(exchange))?.askForMessage();
  if (message !== undefined) {
    await actions.send(exchange.id, message.format, message.text);
  }
}

async function closeWithCode({ actions }: HostParts, exchange: ExchangeSummary): Promise<void> {
  const close = await (await questionsFor(exchange))?.askForClose();
  if (close !== undefined) {
    await actions.act({ action: 'close', exchange: exchange.id, ...close });
  }
}

/** What is asked before something is done with an open WebSocket; says so where it is none. */
async function questionsFor(exchange: ExchangeSummary) {
  if (isOpen(exchange)) {
    return import('./socketQuestions.ts');
  }
  void vscode.window.showInformationMessage(t('This exchange is not an open WebSocket.'));
  return undefined;
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
