import { expectationView } from './conversationLog.ts';
import type { ExchangeLog } from './exchangeLog.ts';
import type { Disclosure } from './masker.ts';
import type { Payload } from './payload.ts';
import type { Direction } from '../wire/wireFacts.ts';
import type { LogRow, RowDetail, RowSource, RowType } from '../../protocol/rows.ts';

/** What a row is, without its payload. */
export interface RowFacts extends Pick<
  LogRow,
  'label' | 'fragment' | 'offset' | 'rttMs' | 'stall' | 'expectations' | 'error' | 'fault'
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

/** A log of an exchange as rows, its secrets masked as the reader may see them. */
export abstract class ExchangeTable implements RowTable {
  protected readonly exchange: ExchangeLog;
  protected readonly disclosure: Disclosure;

  constructor(exchange: ExchangeLog, disclosure: Disclosure) {
    this.exchange = exchange;
    this.disclosure = disclosure;
  }

  abstract readonly length: number;
  abstract facts(row: number): RowFacts | null;
  abstract text(row: number, limitBytes: number): string | null;
  abstract payload(row: number): Payload | null;
  abstract detail(row: number): RowDetail | null;

  /** The expectations of a message, or of a chunk of a raw socket. */
  protected messageExpectations(row: number): Pick<LogRow, 'expectations'> {
    const { byMessage, afterMessage } = this.exchange.conversation;
    return this.expectations([...byMessage.at(row), ...afterMessage.at(row)]);
  }

  /** Expectations by their numbers among the findings, as far as those are still recorded. */
  protected expectations(findings: readonly number[]): Pick<LogRow, 'expectations'> {
    if (findings.length === 0) return {};
    const expectations = findings
      .map((finding) => this.exchange.findings.read(finding)?.event)
      .filter((event) => event?.event === 'expect')
      .map(expectationView);
    return { expectations: this.disclosure.value(expectations) };
  }
}

/** The detail of a row; `more` is what it has beside its payload. */
export function rowDetail(
  row: number,
  source: RowSource,
  { timeMs, direction, type, lengthBytes, expectations }: RowFacts,
  more: Partial<RowDetail> = {},
): RowDetail {
  return {
    row,
    source,
    timeMs,
    direction,
    type,
    payloadBytes: lengthBytes,
    wireBytes: lengthBytes,
    compressed: false,
    header: null,
    close: null,
    message: null,
    rttMs: null,
    error: null,
    evicted: false,
    borders: [],
    ...(expectations && { expectations }),
    ...more,
  };
}
