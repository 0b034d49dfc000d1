import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { ConsoleElement } from '../page/consoleElement.ts';
import { say } from '../words/words.ts';
import { tabWords } from './tabModel.ts';
import type { TabName } from './tabModel.ts';
import './tabList.css';

/** The tabs of an exchange: one tab stop, arrow keys move and choose. */
export class TabList extends ConsoleElement {
  static override properties = { tabs: { attribute: false }, current: { attribute: false } };
  declare tabs: TabName[];
  declare current: TabName;

  protected override render(): TemplateResult {
    return html`<div
      class="tab-list"
      role="tablist"
      aria-label=${say('tabsLabel')}
      @keydown=${(event: KeyboardEvent) => this.#keyDown(event)}
    >
      ${this.tabs.map((tab) => this.#tab(tab))}
    </div>`;
  }

  protected override updated(): void {
    this.querySelector('[aria-selected="true"]')?.scrollIntoView({
      block: 'nearest',
      inline: 'nearest',
    });
  }

  #tab(tab: TabName): TemplateResult {
    const selected = tab === this.current;
    return html`<button
      type="button"
      role="tab"
      id="tab-${tab}"
      class="tab"
      aria-selected=${selected}
      aria-controls="panel"
      tabindex=${selected ? 0 : -1}
      @click=${() => this.#choose(tab)}
    >
      ${say(tabWords[tab])}
    </button>`;
  }

  #keyDown(event: KeyboardEvent): void {
    const at = this.tabs.indexOf(this.current);
    const count = this.tabs.length;
    const targets: Record<string, number> = {
      ArrowRight: (at + 1) % count,
      ArrowLeft: (at + count - 1) % count,
      Home: 0,
      End: count - 1,
    };
    const target = this.tabs[targets[event.key] ?? -1];
    if (!target) return;
    event.preventDefault();
    this.#choose(target);
    this.querySelector<HTMLElement>(`#tab-${target}`)?.focus();
  }

  #choose(tab: TabName): void {
    this.dispatchEvent(new CustomEvent<TabName>('tab-change', { detail: tab }));
  }
}

customElements.define('wirebook-tab-list', TabList);
