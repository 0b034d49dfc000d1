import type { ExpectationView } from '../../protocol/stepView.ts';
import type { LogRow, StallView } from '../../protocol/rows.ts';
import { formatCount, formatDelta, formatMs, formatSeconds } from '../words/formats.ts';
import { say } from '../words/words.ts';
import type { WordKey } from '../words/words.ts';
import { markedText } from './markedText.ts';

/** The columns of a log, in order; their width is the stylesheet's business. */
export const logColumns = [
  'row',
  'time',
  'delta',
  'direction',
  'type',
  'length',
  'preview',
] as const;
export type LogColumn = (typeof logColumns)[number];

const typeKeys: Record<LogRow['type'], WordKey> = {
  text: 'typeText',
  binary: 'typeBinary',
  cont: 'typeCont',
  ping: 'typePing',
  pong: 'typePong',
  close: 'typeClose',
  other: 'typeOther',
  data: 'typeData',
  headers: 'typeHeaders',
  control: 'typeControl',
};

/** The word for a type of row. */
export function typeWord(type: LogRow['type']): string {
  return say(typeKeys[type]);
}

function span(className: string, text: string): HTMLSpanElement {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return element;
}

/** One line of a log; used again for another row when the list scrolls. */
export class LogRowElement {
  readonly element = document.createElement('div');
  readonly #cells: Record<LogColumn, HTMLElement>;
  #drawn: LogRow | undefined;

  constructor(id: string) {
    this.element.id = id;
    this.element.className = 'log-row';
    this.element.setAttribute('role', 'row');
    const cells = {} as Record<LogColumn, HTMLElement>;
    for (const column of logColumns) {
      const cell = document.createElement('div');
      cell.className = `cell cell-${column}`;
      cell.setAttribute('role', 'gridcell');
      cells[column] = cell;
      this.element.append(cell);
    }
    this.#cells = cells;
  }

  /** Shows a row, or an empty line while it is on its way. */
  draw(row: LogRow | undefined, position: number, selected: boolean, active: boolean): void {
    this.element.setAttribute('aria-rowindex', String(position + 2));
    this.element.setAttribute('aria-selected', String(selected));
    this.element.classList.toggle('active', active);
    if (row === this.#drawn && row) return;
    this.#drawn = row;
    this.element.dataset['direction'] = row?.direction ?? '';
    this.element.dataset['type'] = row?.type ?? '';
    this.element.classList.toggle('invalid', row?.error !== undefined);
    this.element.classList.toggle(
      'unmet',
      row?.expectations?.some(({ passed }) => !passed) === true,
    );
    if (row) this.#fill(row);
    else for (const cell of Object.values(this.#cells)) cell.textContent = '';
  }

  #fill(row: LogRow): void {
    const cells = this.#cells;
    cells.row.textContent = String(row.row);
    cells.time.textContent = formatSeconds(row.timeMs);
    cells.delta.textContent = formatDelta(row.deltaMs);
    cells.direction.replaceChildren(
      span('arrow', row.direction === 'out' ? '↑' : '↓'),
      span('sr-only', say(row.direction === 'out' ? 'directionOut' : 'directionIn')),
    );
    cells.type.textContent = row.label ?? typeWord(row.type);
    cells.length.textContent = formatCount(row.lengthBytes);
    cells.preview.replaceChildren(...previewParts(row));
  }
}

function previewParts(row: LogRow): Node[] {
  const parts: Node[] = [];
  if (row.error !== undefined) {
    parts.push(span('codicon codicon-error', ''), span('row-error', row.error));
  }
  if (row.label !== undefined || ['ping', 'pong', 'close'].includes(row.type)) {
    parts.push(span('inline-type', row.label ?? typeWord(row.type)));
  }
  const { expectations = [] } = row;
  parts.push(...expectationParts(expectations));
  if (row.stall) parts.push(span('stall', stallText(row.stall)));
  if (row.fragment) parts.push(span('fragment', fragmentText(row.fragment)));
  if (row.offset !== undefined) parts.push(span('fragment', `@${formatCount(row.offset)}`));
  const text = document.createElement('span');
  text.className = 'preview-text';
  text.append(markedText(row.preview, row.matches));
  parts.push(text);
  if (row.rttMs !== undefined) parts.push(span('rtt', say('rtt', formatMs(row.rttMs))));
  const met = expectations.filter(({ passed }) => passed);
  parts.push(...met.map(({ text: expected }) => span('row-expected', expected)));
  return parts;
}

/** Whether what was expected here was met: in front of the row, which may be cut. */
function expectationParts(expectations: readonly ExpectationView[]): Node[] {
  if (expectations.length === 0) return [];
  const unmet = expectations.filter(({ passed }) => !passed);
  const isMet = unmet.length === 0;
  const sign = span(isMet ? 'row-met codicon codicon-check' : 'codicon codicon-error', '');
  const word = span('sr-only', say(isMet ? 'stepDone' : 'stepFailed'));
  return [sign, word, ...unmet.map(({ text }) => span('row-error', text))];
}

/** How long a frame had waited, and for what. */
export function stallText({ by, waitedMs }: StallView): string {
  return say(by === 'stream' ? 'stalledByStream' : 'stalledByConnection', formatMs(waitedMs));
}

function fragmentText(fragment: { index: number; final: boolean }): string {
  const number = fragment.index + 1;
  return `┆ ${fragment.final ? say('fragmentLast', number, number) : say('fragment', number)} ·`;
}
