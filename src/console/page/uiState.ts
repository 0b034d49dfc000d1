import type { ConsoleMode } from '../../protocol/console.ts';
import type { RowFilter, RowSource } from '../../protocol/rows.ts';

/** What a user has chosen: kept when the page is hidden or reloaded. Never data of an exchange. */
export interface UiState {
  mode: ConsoleMode;
  /** The tab last chosen by hand for each kind of exchange. */
  tabs: Record<string, string>;
  filters: Partial<Record<RowSource, RowFilter>>;
  /** The row whose detail is shown, in a log of an exchange. */
  selected: { exchange: number; source: RowSource; row: number } | null;
  /** Share of the log beside and above the detail, 0 to 1. */
  splitWide: number;
  splitNarrow: number;
  payloadView: 'json' | 'text' | 'hex' | null;
  composerFormat: string;
  composerText: string;
}

const initial: UiState = {
  mode: 'exchange',
  tabs: {},
  filters: {},
  selected: null,
  splitWide: 0.66,
  splitNarrow: 0.5,
  payloadView: null,
  composerFormat: 'text',
  composerText: '',
};

/** The state that was saved, with what is missing or of another type filled in. */
export function restoreUiState(saved: unknown): UiState {
  if (typeof saved !== 'object' || saved === null) return { ...initial };
  const state: Record<string, unknown> = { ...initial };
  for (const [key, value] of Object.entries(saved)) {
    const known = state[key];
    if (key in state && (known === null || typeof known === typeof value)) state[key] = value;
  }
  return state as unknown as UiState;
}
