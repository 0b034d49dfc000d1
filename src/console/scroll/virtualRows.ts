import {
  clampTopRow,
  isScaled,
  revealRow,
  scrollTopAt,
  spacerPx,
  topRowAt,
  visibleRows,
} from './rowSpace.ts';
import type { RowSpace } from './rowSpace.ts';
import './virtualRows.css';

export interface VirtualRowsOptions {
  rowHeightPx: number;
  /** Height of what stays at the top of the viewport, above the rows. */
  headerPx(): number;
  createRow(): HTMLElement;
  drawRow(element: HTMLElement, index: number): void;
  /** After the user or the program has scrolled. */
  onScroll?(byUser: boolean): void;
}

/**
 * Rows of one height in a scroll container, any number of them: only those in sight have an element,
 * and the place is kept in rows, not pixels, so that the scrollbar's length never limits it.
 */
export class VirtualRows {
  readonly #viewport: HTMLElement;
  readonly #options: VirtualRowsOptions;
  readonly #layer = document.createElement('div');
  readonly #spacer = document.createElement('div');
  readonly #pool: HTMLElement[] = [];
  readonly #resize: ResizeObserver;
  #rowCount = 0;
  #viewportPx = 0;
  #topRow = 0;
  /** The scroll position we set ourselves, so that its event is not taken for the user's. */
  #ownScrollTopPx = 0;

  constructor(viewport: HTMLElement, options: VirtualRowsOptions) {
    this.#viewport = viewport;
    this.#options = options;
    this.#layer.className = 'virtual-layer';
    this.#spacer.className = 'virtual-spacer';
    this.#spacer.setAttribute('aria-hidden', 'true');
    viewport.classList.add('virtual-viewport');
    viewport.append(this.#layer, this.#spacer);
    viewport.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    viewport.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    this.#resize = new ResizeObserver(() => this.#measure());
    this.#resize.observe(viewport);
  }

  /** The element that holds the rows; its role is the caller's business. */
  get layer(): HTMLElement {
    return this.#layer;
  }

  get space(): RowSpace {
    return {
      rowCount: this.#rowCount,
      rowHeightPx: this.#options.rowHeightPx,
      viewportPx: this.#viewportPx,
    };
  }

  get topRow(): number {
    return this.#topRow;
  }

  setRowCount(rowCount: number): void {
    this.#rowCount = rowCount;
    this.#layout();
  }

  scrollToRow(topRow: number): void {
    this.#moveTo(topRow);
    this.#options.onScroll?.(false);
  }

  reveal(row: number): void {
    this.scrollToRow(revealRow(this.space, this.#topRow, row));
  }

  /** The element that shows a row now, if it is in sight. */
  elementOf(row: number): HTMLElement | undefined {
    const { first, last } = visibleRows(this.space, this.#topRow);
    return row >= first && row < last ? this.#pool[row % this.#pool.length] : undefined;
  }

  draw(): void {
    const { first, last, offsetPx } = visibleRows(this.space, this.#topRow);
    this.#growPool(last - first);
    const used = new Set<HTMLElement>();
    for (let row = first; row < last; row += 1) {
      const element = this.#pool[row % this.#pool.length]!;
      used.add(element);
      element.hidden = false;
      const topPx = (row - first) * this.#options.rowHeightPx - offsetPx;
      element.style.transform = `translateY(${topPx}px)`;
      this.#options.drawRow(element, row);
    }
    for (const element of this.#pool) if (!used.has(element)) element.hidden = true;
  }

  dispose(): void {
    this.#resize.disconnect();
  }

  #growPool(needed: number): void {
    while (this.#pool.length < needed) {
      const element = this.#options.createRow();
      element.classList.add('virtual-row');
      element.style.height = `${this.#options.rowHeightPx}px`;
      this.#layer.append(element);
      this.#pool.push(element);
    }
  }

  #measure(): void {
    const headerPx = this.#options.headerPx();
    const viewportPx = Math.max(0, this.#viewport.clientHeight - headerPx);
    if (viewportPx === this.#viewportPx) return;
    this.#viewportPx = viewportPx;
    this.#layer.style.top = `${headerPx}px`;
    this.#layer.style.height = `${viewportPx}px`;
    this.#layout();
    this.#options.onScroll?.(false);
  }

  #layout(): void {
    const restPx = Math.max(0, spacerPx(this.space) - this.#viewportPx);
    this.#spacer.style.height = `${restPx}px`;
    this.#moveTo(this.#topRow);
  }

  #moveTo(topRow: number): void {
    this.#topRow = clampTopRow(this.space, topRow);
    this.#viewport.scrollTop = scrollTopAt(this.space, this.#topRow);
    this.#ownScrollTopPx = this.#viewport.scrollTop;
    this.draw();
  }

  #scrolled(): void {
    if (Math.abs(this.#viewport.scrollTop - this.#ownScrollTopPx) < 1) return;
    this.#ownScrollTopPx = this.#viewport.scrollTop;
    this.#topRow = topRowAt(this.space, this.#viewport.scrollTop);
    this.draw();
    this.#options.onScroll?.(true);
  }

  /** Where the scrollbar is scaled a wheel step would jump over thousands of rows: it moves by rows instead. */
  #wheel(event: WheelEvent): void {
    if (!isScaled(this.space) || event.ctrlKey || event.deltaY === 0) return;
    event.preventDefault();
    const unitPx = [1, this.#options.rowHeightPx, this.#viewportPx][event.deltaMode] ?? 1;
    this.#moveTo(this.#topRow + (event.deltaY * unitPx) / this.#options.rowHeightPx);
    this.#options.onScroll?.(true);
  }
}
