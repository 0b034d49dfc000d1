import '@vscode/codicons/dist/codicon.css';
import './theme/theme.css';
import './theme/page.css';
import type { HostMessage } from '../protocol/console.ts';
import { ConsoleContext } from './page/consoleContext.ts';
import { HostChannel } from './page/hostChannel.ts';
import { ConsoleView } from './shell/consoleView.ts';
import { useWords } from './words/words.ts';

/** High contrast, of either kind, as VS Code marks it on the body. */
function markContrast(): void {
  const { classList } = document.body;
  const isHighContrast =
    classList.contains('vscode-high-contrast') || classList.contains('vscode-high-contrast-light');
  document.documentElement.classList.toggle('high-contrast', isHighContrast);
}

function followTheme(): void {
  markContrast();
  new MutationObserver(markContrast).observe(document.body, { attributeFilter: ['class'] });
}

function take(view: ConsoleView, message: HostMessage): void {
  switch (message.type) {
    case 'exchange':
      view.exchange = message.exchange;
      return;
    case 'mode':
      view.showMode(message.mode);
      return;
    case 'activity':
      view.refreshLanes();
      return;
    case 'trust':
      view.trusted = message.trusted;
      return;
    case 'secrets':
      view.showSecrets = message.showSecrets;
      return;
    case 'focus':
      view.focusPart(message.target);
      return;
    case 'reply':
    case 'error':
  }
}

async function start(): Promise<void> {
  followTheme();
  const api = acquireVsCodeApi();
  const view = new ConsoleView();
  const channel = new HostChannel(api, (message) => take(view, message));
  view.context = new ConsoleContext(api, channel);
  view.context.onNotice = (sentence) => view.showNotice(sentence);
  const init = await channel.request('ready', {});
  useWords(init.translations, init.locale);
  document.documentElement.lang = init.locale;
  document.body.classList.toggle('in-editor', init.inEditor);
  view.init = init;
  if (init.mode !== null) view.context.remember({ mode: init.mode });
  view.exchange = init.exchange;
  view.trusted = init.trusted;
  view.showSecrets = init.showSecrets;
  document.body.append(view);
}

void start();
