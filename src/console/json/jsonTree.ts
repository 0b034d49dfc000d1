import type { TextMatcher } from '../log/filterText.ts';
import { markedText } from '../log/markedText.ts';
import { revealRow, rowsPerPage } from '../scroll/rowSpace.ts';
import { VirtualRows } from '../scroll/virtualRows.ts';
import { formatCount } from '../words/formats.ts';
import { say } from '../words/words.ts';
import type { JsonDocument, JsonNode } from './jsonDocument.ts';
import { JsonLineBuilder, keptNodes, leafText } from './jsonLines.ts';
import type { FoldKey, JsonLine } from './jsonLines.ts';
import './jsonTree.css';

const lineHeightPx = 20;
/** Longer values are cut in the tree; the text view shows them whole. */
const valueLimit = 4000;

/** JSON as a tree: folded by pointer and keyboard, built as far as it is open, filtered by text. */
export class JsonTree {
  readonly element: HTMLElement;
  readonly #rows: VirtualRows;
  #document: JsonDocument | null = null;
  #matcher: TextMatcher | null = null;
  #kept: Set<JsonNode> | null = null;
  #lines: JsonLine[] = [];
  #toggled = new Set<FoldKey>();
  #active = 0;

  constructor(element: HTMLElement, label: string) {
    this.element = element;
    element.classList.add('json-tree');
    element.setAttribute('role', 'tree');
    element.setAttribute('aria-label', label);
    element.tabIndex = 0;
    let created = 0;
    this.#rows = new VirtualRows(element, {
      rowHeightPx: lineHeightPx,
      headerPx: () => 0,
      createRow: () => {
        const line = document.createElement('div');
        line.id = `${element.id}-line-${created++}`;
        line.className = 'json-line';
        return line;
      },
      drawRow: (line, index) => this.#drawLine(line, index),
    });
    this.#rows.layer.setAttribute('role', 'none');
    element.addEventListener('keydown', (event) => this.#keyDown(event));
    element.addEventListener('click', (event) => this.#clicked(event));
  }

  /** Shows a document; what matches is marked and, with `filter`, the rest left out. Returns how many match, or null. */
  show(document: JsonDocument, matcher: TextMatcher | null, filter: boolean): number | null {
    if (document.text !== this.#document?.text || matcher !== this.#matcher) {
      this.#toggled = new Set();
      this.#active = 0;
    }
    this.#document = document;
    this.#matcher = matcher;
    const filtered =
      filter && matcher && document.root ? keptNodes(document.text, document.root, matcher) : null;
    this.#kept = filtered?.kept ?? null;
    this.#build();
    return filtered?.count ?? null;
  }

  dispose(): void {
    this.#rows.dispose();
  }

  #build(): void {
    const document = this.#document;
    const builder = new JsonLineBuilder(document?.text ?? '', this.#toggled, this.#kept);
    const isEmpty = !document?.root || (this.#kept !== null && this.#kept.size === 0);
    this.#lines = isEmpty ? [] : builder.lines(document.root!);
    this.#active = Math.min(this.#active, Math.max(0, this.#lines.length - 1));
    this.#rows.setRowCount(this.#lines.length);
    this.#rows.draw();
    this.#markActive();
  }

  #drawLine(element: HTMLElement, index: number): void {
    const line = this.#lines[index];
    if (!line) return;
    element.dataset['index'] = String(index);
    element.classList.toggle('active', index === this.#active);
    element.style.paddingLeft = `${line.depth * 16 + 20}px`;
    describeLine(element, line);
    element.replaceChildren(...this.#lineParts(line));
  }

  #lineParts(line: JsonLine): Node[] {
    const parts: Node[] = [];
    if (line.fold !== null) parts.push(twistie(line.isOpen));
    if (line.name !== null) parts.push(this.#name(line.name), token('punctuation', ': '));
    parts.push(...this.#valueParts(line));
    if (line.comma) parts.push(token('punctuation', ','));
    return parts;
  }

  #name(name: string): HTMLElement {
    const element = token('name', '');
    const text = JSON.stringify(name);
    element.append(markedText(text, this.#matcher?.ranges(text) ?? []));
    return element;
  }

  #valueParts(line: JsonLine): Node[] {
    const { node } = line;
    const [open, close] = node.type === 'array' ? ['[', ']'] : ['{', '}'];
    if (line.kind === 'open') return [token('punctuation', open)];
    if (line.kind === 'close') return [token('punctuation', close)];
    if (line.kind === 'chunk') {
      const { first, last } = line.range!;
      return [token('folded', `[ ${formatCount(first)} … ${formatCount(last)} ]`)];
    }
    if (line.kind === 'folded') {
      return [token('folded', `${open} ${formatCount(node.children?.length ?? 0)} ${close}`)];
    }
    return [this.#leaf(node)];
  }

  #leaf(node: JsonNode): HTMLElement {
    const element = token(node.type, '');
    const whole = leafText(this.#document?.text ?? '', node);
    const text = whole.length > valueLimit ? `${whole.slice(0, valueLimit)}…` : whole;
    element.append(markedText(text, this.#matcher?.ranges(text) ?? []));
    return element;
  }

  #toggle(index: number, open?: boolean): void {
    const line = this.#lines[index];
    if (!line || line.fold === null || line.isOpen === open) return;
    if (this.#toggled.has(line.fold)) this.#toggled.delete(line.fold);
    else this.#toggled.add(line.fold);
    this.#build();
  }

  #keyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = rowsPerPage(this.#rows.space);
    const moves: Record<string, number> = {
      ArrowDown: this.#step(1),
      ArrowUp: this.#step(-1),
      PageDown: this.#active + page,
      PageUp: this.#active - page,
      Home: 0,
      End: this.#lines.length - 1,
    };
    const target = moves[event.key];
    if (target !== undefined) this.#moveTo(target);
    else if (event.key === 'ArrowRight') this.#openOrEnter();
    else if (event.key === 'ArrowLeft') this.#closeOrLeave();
    else if (event.key === 'Enter' || event.key === ' ') this.#toggle(this.#active);
    else return;
    event.preventDefault();
  }

  /** The next line that is an item: closing brackets are not. */
  #step(by: 1 | -1): number {
    let index = this.#active + by;
    while (this.#lines[index]?.kind === 'close') index += by;
    return this.#lines[index] ? index : this.#active;
  }

  #openOrEnter(): void {
    if (this.#lines[this.#active]?.isOpen) this.#moveTo(this.#active + 1);
    else this.#toggle(this.#active, true);
  }

  #closeOrLeave(): void {
    const line = this.#lines[this.#active];
    if (line?.isOpen) {
      this.#toggle(this.#active, false);
      return;
    }
    let parent = this.#active;
    while (parent > 0 && this.#lines[parent]!.depth >= (line?.depth ?? 0)) parent -= 1;
    this.#moveTo(parent);
  }

  #moveTo(index: number): void {
    this.#active = Math.min(Math.max(0, index), Math.max(0, this.#lines.length - 1));
    this.#rows.scrollToRow(revealRow(this.#rows.space, this.#rows.topRow, this.#active));
    this.#markActive();
  }

  #markActive(): void {
    const id = this.#rows.elementOf(this.#active)?.id;
    if (id) this.element.setAttribute('aria-activedescendant', id);
    else this.element.removeAttribute('aria-activedescendant');
  }

  #clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const line = target.closest<HTMLElement>('.json-line');
    if (!line) return;
    this.#active = Number(line.dataset['index']);
    if (target.closest('.twistie, .folded')) this.#toggle(this.#active);
    this.#rows.draw();
    this.#markActive();
  }
}

function describeLine(element: HTMLElement, line: JsonLine): void {
  if (line.kind === 'close') {
    element.setAttribute('role', 'none');
    for (const name of ['aria-level', 'aria-expanded']) element.removeAttribute(name);
    return;
  }
  element.setAttribute('role', 'treeitem');
  element.setAttribute('aria-level', String(line.depth + 1));
  if (line.fold === null) element.removeAttribute('aria-expanded');
  else element.setAttribute('aria-expanded', String(line.isOpen));
}

function token(kind: string, text: string): HTMLElement {
  const element = document.createElement('span');
  element.className = `json-${kind} ${kind}`;
  element.textContent = text;
  return element;
}

function twistie(isOpen: boolean): HTMLElement {
  const element = document.createElement('span');
  element.className = `twistie codicon codicon-chevron-${isOpen ? 'down' : 'right'}`;
  element.title = say(isOpen ? 'fold' : 'unfold');
  element.setAttribute('aria-hidden', 'true');
  return element;
}
