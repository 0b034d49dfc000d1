import type { Payload } from './payload.ts';
import type { Direction } from '../wire/events.ts';
import type { LogRow, RowDetail, RowType } from '../../protocol/rows.ts';

/** What a row is, without its payload. */
export interface RowFacts extends Pick<
  LogRow,
  'label' | 'fragment' | 'offset' | 'rttMs' | 'stall' | 'error' | 'fault'
> {
  timeMs: number;
  direction: Direction;
  type: RowType;
  lengthBytes: number;
}

/** A log as rows. Rows that fell out of the recording answer `null`; nothing that is answered holds a secret. */
export interface RowTable {
  readonly length: number;
  facts(row: number): RowFacts | null;
  /** What is searched, and shown in part as the preview: the first `limitBytes` of the payload. */
  text(row: number, limitBytes: number): string | null;
  /** What the row says is not known yet: its message is still being inflated. */
  isPending?(row: number): boolean;
  payload(row: number): Payload | null;
  detail(row: number): RowDetail | null;
}
