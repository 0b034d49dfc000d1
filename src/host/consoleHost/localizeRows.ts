import type { Translate } from '../../core/errors/translate.ts';
import type { WireErrorCode } from '../../core/errors/wireError.ts';
import type { LogRow, RowDetail, RowFault, RowsWindow } from '../../protocol/rows.ts';

/** The same rows, what is wrong with frames in the UI's language. */
export async function localizeRows(window: RowsWindow, translate: Translate): Promise<RowsWindow> {
  const localize = async (row: LogRow): Promise<LogRow> =>
    row.fault === undefined ? row : { ...row, error: await sentenceOf(row.fault, translate) };
  return { ...window, rows: await Promise.all(window.rows.map(localize)) };
}

/** The same row, what is wrong with it in the UI's language. */
export async function localizeDetail(detail: RowDetail, translate: Translate): Promise<RowDetail> {
  const { error } = detail;
  return error === null
    ? detail
    : { ...detail, error: { ...error, message: await sentenceOf(error, translate) } };
}

/** The engine's faults carry codes of the wire; the protocol only widens them to strings. */
async function sentenceOf({ code, params }: RowFault, translate: Translate): Promise<string> {
  const { explainFailure } = await import('../../core/errors/explain.ts');
  const failure = { code: code as WireErrorCode, params, phase: 'frames', cause: null } as const;
  return explainFailure(failure, translate).message;
}
