import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import type { ConsoleInit, ConsoleMode } from '../../protocol/console.ts';
import type { ExchangeView } from '../../protocol/exchange.ts';
import '../composer/composerView.ts';
import type { ComposerView } from '../composer/composerView.ts';
import '../lanes/lanesView.ts';
import type { LanesPage } from '../lanes/lanesView.ts';
import type { LogView } from '../log/logView.ts';
import type { ConsoleContext } from '../page/consoleContext.ts';
import { ConsoleElement } from '../page/consoleElement.ts';
import { icon } from '../page/templates.ts';
import '../tabs/checkList.ts';
import type { ConnectionTab } from '../tabs/connectionTab.ts';
import type { ResponseTab } from '../tabs/responseTab.ts';
import { say } from '../words/words.ts';
import { Announcer } from './announcer.ts';
import './emptyState.ts';
import './exchangeHeader.ts';
import './failureCard.ts';
import './tabList.ts';
import { currentTab, showsAnswer, showsOnlyFailure, tabSet } from './tabModel.ts';
import type { TabName } from './tabModel.ts';
import { tabPanel } from './tabPanel.ts';
import './consoleView.css';

const noticeMs = 6000;

/** One request of an exchange. */
interface ChosenHop {
  exchange: number;
  hop: number;
}

/** The whole page: the exchange that is shown, or an invitation where there is none. */
export class ConsoleView extends ConsoleElement {
  static override properties = {
    context: { attribute: false },
    init: { attribute: false },
    exchange: { attribute: false },
    trusted: { attribute: false },
    showSecrets: { attribute: false },
    paused: { state: true },
    hop: { state: true },
    notice: { state: true },
  };
  declare context: ConsoleContext;
  declare init: ConsoleInit;
  declare exchange: ExchangeView | null;
  declare trusted: boolean;
  declare showSecrets: boolean;
  declare paused: boolean;
  /** The hop that was chosen; null follows the last one. */
  declare hop: number | null;
  declare notice: string | null;
  /** A hop of an exchange that is to be shown, and is on its way. */
  #wanted: ChosenHop | null = null;
  #announcer: Announcer | null = null;
  #noticeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.paused = false;
    this.hop = null;
    this.notice = null;
  }

  /** Says something in a line at the bottom for a few seconds. */
  showNotice(sentence: string): void {
    this.notice = sentence;
    clearTimeout(this.#noticeTimer);
    this.#noticeTimer = setTimeout(() => (this.notice = null), noticeMs);
  }

  /** Shows one exchange, or the sockets of many. */
  showMode(mode: ConsoleMode): void {
    this.context.remember({ mode });
    this.requestUpdate();
  }

  /** What the lanes show is out of date. */
  refreshLanes(): void {
    this.querySelector<LanesPage>('wirebook-lanes')?.refresh();
  }

  /** Puts the keyboard where the host asks. */
  focusPart(target: 'filter' | 'composer' | 'log'): void {
    const log = this.querySelector<LogView>('wirebook-log-view');
    if (target === 'composer') this.querySelector<ComposerView>('wirebook-composer')?.focusInput();
    else if (target === 'log') log?.focusLog();
    else (log ?? this.querySelector<ResponseTab>('wirebook-response-tab'))?.focusFilter();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const previous = changed.get('exchange');
    if (changed.has('exchange') && previous?.id !== this.exchange?.id) {
      this.paused = false;
      this.hop = this.#wanted?.exchange === this.exchange?.id ? (this.#wanted?.hop ?? null) : null;
    }
  }

  protected override firstUpdated(): void {
    this.#announcer = new Announcer(this.querySelector<HTMLElement>('#announcements')!);
    document.addEventListener('keydown', (event) => this.#globalKey(event));
  }

  protected override updated(): void {
    this.#announcer?.update(this.exchange);
  }

  protected override render(): TemplateResult {
    return html`<main
      class="console"
      @show-tab=${(event: CustomEvent<{ tab: TabName; hop: number }>) => {
        this.hop = event.detail.hop;
        this.#chooseTab(event.detail.tab);
      }}
      @show-chain=${() => void this.#showChain()}
      @hop-change=${(event: CustomEvent<number>) => (this.hop = event.detail)}
      @resume=${() => (this.paused = false)}
      @show-lanes=${() => this.#showLanes()}
      @show-exchange=${(event: CustomEvent<ChosenHop | null>) => this.#showHop(event.detail)}
    >
      ${
        this.trusted
          ? nothing
          : html`<div class="trust-strip" role="status">${icon('shield')} ${say('untrusted')}</div>`
      }
      ${this.#content()}
      ${
        this.notice === null
          ? nothing
          : html`<div class="notice" role="alert">${icon('info')} ${this.notice}</div>`
      }
      <div id="announcements" class="sr-only" role="status" aria-live="polite"></div>
    </main>`;
  }

  #content(): TemplateResult {
    if (this.context.ui.mode === 'connections') {
      return html`<wirebook-lanes
        .context=${this.context}
        .inEditor=${this.init.inEditor}
      ></wirebook-lanes>`;
    }
    return this.exchange
      ? this.#shown(this.exchange)
      : html`<wirebook-empty-state .context=${this.context}></wirebook-empty-state>`;
  }

  #shown(exchange: ExchangeView): TemplateResult {
    const set = tabSet(exchange);
    const tab = currentTab(set, this.context.ui.tabs);
    const isEventLog = set.group === 'events';
    const isUnprepared = exchange.failure?.phase === 'prepare';
    const onlyFailure = showsOnlyFailure(exchange);
    return html`<wirebook-exchange-header
        .context=${this.context}
        .exchange=${exchange}
        .paused=${this.paused}
        .canPause=${exchange.state === 'open' || (isEventLog && exchange.state === 'receiving')}
        .inEditor=${this.init.inEditor}
        @pause-toggle=${() => (this.paused = !this.paused)}
      ></wirebook-exchange-header>
      ${
        isUnprepared
          ? html`<div class="panel scrolling">${this.#failure(exchange, false)}</div>`
          : html`<wirebook-tab-list
                .tabs=${set.tabs}
                .current=${tab}
                @tab-change=${(event: CustomEvent<TabName>) => this.#chooseTab(event.detail)}
              ></wirebook-tab-list>
              ${
                exchange.failure && exchange.state === 'failed' && !onlyFailure
                  ? this.#failure(exchange, true)
                  : nothing
              }
              ${
                showsAnswer(tab)
                  ? html`<wirebook-check-list .exchange=${exchange}></wirebook-check-list>`
                  : nothing
              }
              <div
                id="panel"
                class="panel panel-${tab}"
                role="tabpanel"
                aria-labelledby="tab-${tab}"
              >
                ${onlyFailure && tab === 'connection' ? this.#failure(exchange, false) : nothing}
                ${tabPanel(tab, exchange, this)}
              </div>`
      }
      ${
        set.group === 'websocket' || set.group === 'raw'
          ? html`<wirebook-composer
              .context=${this.context}
              .exchange=${exchange}
            ></wirebook-composer>`
          : nothing
      }`;
  }

  #failure(exchange: ExchangeView, compact: boolean): TemplateResult {
    return html`<wirebook-failure-card
      .context=${this.context}
      .exchange=${exchange}
      .compact=${compact}
    ></wirebook-failure-card>`;
  }

  #chooseTab(tab: TabName): void {
    if (!this.exchange) return;
    const { group } = tabSet(this.exchange);
    this.context.remember({ tabs: { ...this.context.ui.tabs, [group]: tab } });
    this.requestUpdate();
  }

  #showLanes(): void {
    this.showMode('connections');
    void this.updateComplete.then(() => this.#focusFirst('wirebook-lanes button'));
  }

  #showHop(chosen: ChosenHop | null): void {
    this.#wanted = chosen;
    if (chosen !== null && chosen.exchange === this.exchange?.id) this.hop = chosen.hop;
    this.showMode('exchange');
    void this.updateComplete.then(() => this.#focusFirst('.show-lanes, .console button'));
  }

  /** The focus goes on where the page goes on. */
  #focusFirst(selector: string): void {
    this.querySelector<HTMLElement>(selector)?.focus();
  }

  async #showChain(): Promise<void> {
    this.#chooseTab('connection');
    await this.updateComplete;
    this.querySelector<ConnectionTab>('wirebook-connection-tab')?.showChain();
  }

  /** `/` goes to the filter, except where it is typed. */
  #globalKey(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const isTyping = target.matches('input, textarea, select');
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.focusPart('filter');
  }
}

customElements.define('wirebook-console', ConsoleView);
