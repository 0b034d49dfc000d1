import { explainFailure } from '../../core/errors/explain.ts';
import type { Translate } from '../../core/errors/translate.ts';
import type { WireErrorCode } from '../../core/errors/wireError.ts';
import type { LogRow, RowDetail, RowFault, RowsWindow } from '../../protocol/rows.ts';

/** The same rows, what is wrong with frames in the UI's language. */
export function localizeRows(window: RowsWindow, translate: Translate): RowsWindow {
  const localize = (row: LogRow): LogRow =>
    row.fault === undefined ? row : { ...row, error: sentenceOf(row.fault, translate) };
  return { ...window, rows: window.rows.map(localize) };
}

/** The same row, what is wrong with it in the UI's language. */
export function localizeDetail(detail: RowDetail, translate: Translate): RowDetail {
  const { error } = detail;
  return error === null
    ? detail
    : { ...detail, error: { ...error, message: sentenceOf(error, translate) } };
}

/** The engine's faults carry codes of the wire; the protocol only widens them to strings. */
function sentenceOf({ code, params }: RowFault, translate: Translate): string {
  const failure = { code: code as WireErrorCode, params, phase: 'frames', cause: null } as const;
  return explainFailure(failure, translate).message;
}
