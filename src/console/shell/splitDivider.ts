import type { ConsoleContext } from '../page/consoleContext.ts';
import { say } from '../words/words.ts';
import './splitDivider.css';

const minimum = 0.15;
const maximum = 0.85;
const keyStep = 0.04;

/**
 * The border between two panes of a `.split`, moved by pointer and keyboard. The stylesheet lays the panes out side
 * by side or one above the other; each way has a share of its own.
 */
export class SplitDivider extends HTMLElement {
  context: ConsoleContext | null = null;

  connectedCallback(): void {
    this.tabIndex = 0;
    this.setAttribute('role', 'separator');
    this.setAttribute('aria-label', say('splitLabel'));
    this.addEventListener('pointerdown', (event) => this.#dragStart(event));
    this.addEventListener('pointermove', (event) => this.#drag(event));
    this.addEventListener('keydown', (event) => this.#keyDown(event));
    new ResizeObserver(() => this.#apply()).observe(this);
    this.#apply();
  }

  get #isColumn(): boolean {
    return (
      this.parentElement !== null && getComputedStyle(this.parentElement).flexDirection === 'column'
    );
  }

  get #share(): number {
    const ui = this.context?.ui;
    return this.#isColumn ? (ui?.splitNarrow ?? 0.4) : (ui?.splitWide ?? 0.6);
  }

  #setShare(share: number): void {
    const kept = Math.min(maximum, Math.max(minimum, share));
    this.context?.remember(this.#isColumn ? { splitNarrow: kept } : { splitWide: kept });
    this.#apply();
  }

  #apply(): void {
    const share = this.#share;
    this.parentElement?.style.setProperty('--first-share', String(share));
    this.parentElement?.style.setProperty('--second-share', String(1 - share));
    this.setAttribute('aria-orientation', this.#isColumn ? 'horizontal' : 'vertical');
    this.setAttribute('aria-valuemin', String(minimum * 100));
    this.setAttribute('aria-valuemax', String(maximum * 100));
    this.setAttribute('aria-valuenow', String(Math.round(share * 100)));
  }

  #dragStart(event: PointerEvent): void {
    this.setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  #drag(event: PointerEvent): void {
    if (!this.hasPointerCapture(event.pointerId) || !this.parentElement) return;
    const box = this.parentElement.getBoundingClientRect();
    this.#setShare(
      this.#isColumn
        ? (event.clientY - box.top) / box.height
        : (event.clientX - box.left) / box.width,
    );
  }

  #keyDown(event: KeyboardEvent): void {
    const share = this.#share;
    const targets: Record<string, number> = {
      ArrowLeft: share - keyStep,
      ArrowUp: share - keyStep,
      ArrowRight: share + keyStep,
      ArrowDown: share + keyStep,
      Home: minimum,
      End: maximum,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    this.#setShare(target);
    event.preventDefault();
  }
}

customElements.define('wirebook-split-divider', SplitDivider);
