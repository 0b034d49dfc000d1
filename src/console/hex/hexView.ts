import { VirtualRows } from '../scroll/virtualRows.ts';
import { formatBytes, formatOffset } from '../words/formats.ts';
import { HexLayout, asciiOf, hexOf, regionsOf } from './hexModel.ts';
import type { HexBorder, HexLine } from './hexModel.ts';
import './hexView.css';

/** Below this a line shows eight bytes instead of sixteen. */
const wideFromPx = 520;

/** A hex dump: offset, bytes, ASCII; every part between borders stands under its label. */
export class HexView {
  readonly #rows: VirtualRows;
  readonly #element: HTMLElement;
  readonly #resize: ResizeObserver;
  #bytes = new Uint8Array();
  #borders: readonly HexBorder[] = [];
  #layout = new HexLayout([], 16);
  #width = 16;

  constructor(element: HTMLElement, label: string) {
    this.#element = element;
    element.classList.add('hex-view');
    element.tabIndex = 0;
    element.setAttribute('role', 'region');
    element.setAttribute('aria-label', label);
    this.#rows = new VirtualRows(element, {
      rowHeightPx: 20,
      headerPx: () => 0,
      createRow: () => document.createElement('div'),
      drawRow: (line, index) => this.#drawLine(line, this.#layout.line(index)),
    });
    this.#resize = new ResizeObserver(() => this.#fit());
    this.#resize.observe(element);
  }

  show(bytes: Uint8Array<ArrayBuffer>, borders: readonly HexBorder[]): void {
    if (bytes === this.#bytes && borders === this.#borders) return;
    this.#bytes = bytes;
    this.#borders = borders;
    this.#arrange();
  }

  dispose(): void {
    this.#rows.dispose();
    this.#resize.disconnect();
  }

  #fit(): void {
    const width = this.#element.clientWidth < wideFromPx ? 8 : 16;
    if (width === this.#width) return;
    this.#width = width;
    this.#arrange();
  }

  #arrange(): void {
    this.#layout = new HexLayout(regionsOf(this.#borders, this.#bytes.length), this.#width);
    this.#rows.setRowCount(this.#layout.lineCount);
  }

  #drawLine(element: HTMLElement, line: HexLine): void {
    element.classList.add('hex-line');
    element.classList.toggle('hex-title', line.kind === 'label');
    if (line.kind === 'label') {
      const { label, start, end } = line.region;
      element.replaceChildren(cell('', label ?? ''), cell('hex-length', formatBytes(end - start)));
      return;
    }
    const bytes = this.#bytes.subarray(line.start, line.end);
    const hex = cell('hex-bytes', hexOf(bytes));
    hex.style.width = `${this.#width * 3}ch`;
    element.replaceChildren(
      cell('hex-offset', formatOffset(line.start, this.#bytes.length)),
      hex,
      cell('hex-ascii', asciiOf(bytes)),
    );
  }
}

function cell(className: string, text: string): HTMLElement {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return element;
}
