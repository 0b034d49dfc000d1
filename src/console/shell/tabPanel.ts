import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { ExchangeView } from '../../protocol/exchange.ts';
import type { RowSource } from '../../protocol/rows.ts';
import '../log/logView.ts';
import type { ConsoleContext } from '../page/consoleContext.ts';
import { iconButton } from '../page/templates.ts';
import '../tabs/connectionTab.ts';
import '../tabs/handshakeTab.ts';
import '../tabs/headersTab.ts';
import '../tabs/responseTab.ts';
import '../tabs/stepsTab.ts';
import '../tabs/timelineTab.ts';
import { say } from '../words/words.ts';
import type { TabName } from './tabModel.ts';

/** What the tabs need of the page around them. */
interface TabPage {
  context: ConsoleContext;
  /** The hop that was chosen; null is the last one. */
  hop: number | null;
  paused: boolean;
  showSecrets: boolean;
}

/** What a tab shows of an exchange. */
export function tabPanel(tab: TabName, exchange: ExchangeView, page: TabPage): TemplateResult {
  const { context } = page;
  const hop = Math.min(page.hop ?? Infinity, exchange.hops.length - 1);
  switch (tab) {
    case 'frames':
    case 'messages':
    case 'wire':
    case 'events':
    case 'http2':
    case 'data':
      return logPanel(tab, exchange, page);
    case 'steps':
      return html`<wirebook-steps-tab .exchange=${exchange}></wirebook-steps-tab>`;
    case 'handshake':
      return html`<wirebook-handshake-tab
        .context=${context}
        .exchange=${exchange}
        .secretsButton=${secretsButton(page)}
      ></wirebook-handshake-tab>`;
    case 'response':
      return html`<wirebook-response-tab
        .context=${context}
        .exchange=${exchange}
        .hop=${hop}
      ></wirebook-response-tab>`;
    case 'headers':
      return html`<wirebook-headers-tab
        .context=${context}
        .exchange=${exchange}
        .hop=${hop}
        .secretsButton=${secretsButton(page)}
      ></wirebook-headers-tab>`;
    case 'timeline':
      return html`<wirebook-timeline-tab .exchange=${exchange}></wirebook-timeline-tab>`;
    case 'connection':
      return html`<wirebook-connection-tab
        .context=${context}
        .exchange=${exchange}
        .hop=${hop}
      ></wirebook-connection-tab>`;
  }
}

function logPanel(
  source: RowSource,
  exchange: ExchangeView,
  { context, paused }: TabPage,
): TemplateResult {
  const log = html`<wirebook-log-view
    .context=${context}
    .exchange=${exchange}
    .source=${source}
    .paused=${paused}
  ></wirebook-log-view>`;
  // A log of its own for each source: another template makes Lit build another element.
  switch (source) {
    case 'frames':
      return html`<div class="log-host">${log}</div>`;
    case 'messages':
      return html`<section class="log-host">${log}</section>`;
    case 'wire':
      return html`<div class="log-host wire">${log}</div>`;
    case 'events':
      return html`<div class="log-host events">${log}</div>`;
    case 'http2':
      return html`<div class="log-host http2">${log}</div>`;
    case 'data':
      return html`<div class="log-host data">${log}</div>`;
  }
}

function secretsButton({ context, showSecrets }: TabPage): TemplateResult {
  return iconButton({
    icon: showSecrets ? 'eye-closed' : 'eye',
    label: say(showSecrets ? 'hideSecrets' : 'showSecrets'),
    onClick: () => context.act({ action: 'showSecrets', show: !showSecrets }),
    pressed: showSecrets,
  });
}
