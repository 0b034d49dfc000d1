import type { Direction, HeaderField } from '../wireFacts.ts';
import type { ToldFault } from './frameFault.ts';
import type { RawFrame } from './frameReader.ts';
import { FrameFlag, FrameType } from './frameType.ts';

const FIRST_FINAL_STATUS = 200;

/** What the frames of a stream say that explains how it ended. */
export interface StreamEvidence {
  /** The first thing that the peer did wrong on it. */
  fault: ToldFault | null;
  /** Who reset it, and why. */
  reset: { by: Direction; code: number } | null;
  /** `content-length` of the response. */
  announcedBytes: number | null;
  /** Of DATA that was received, without padding. */
  dataBytes: number;
  /** The server has ended the stream. */
  hasEnded: boolean;
  /** The head of the final response has come. */
  hasHead: boolean;
}

/** Of a stream that begins. */
export function newEvidence(): StreamEvidence {
  return {
    fault: null,
    reset: null,
    announcedBytes: null,
    dataBytes: 0,
    hasEnded: false,
    hasHead: false,
  };
}

/** Adds what a frame says. */
export function observe(
  evidence: StreamEvidence,
  direction: Direction,
  { type, flags, lengthBytes, payload, paddingBytes }: RawFrame,
  fields: HeaderField[] | null,
): void {
  if (type === FrameType.rstStream && payload?.length === 4) {
    evidence.reset ??= { by: direction, code: payload.readUInt32BE(0) };
  }
  if (direction === 'out') return;
  if (type === FrameType.data) evidence.dataBytes += Math.max(0, lengthBytes - paddingBytes);
  const mayEnd = type === FrameType.data || type === FrameType.headers;
  evidence.hasEnded ||= mayEnd && (flags & FrameFlag.endStream) !== 0;
  if (fields !== null && !evidence.hasHead) observeHead(evidence, fields);
}

function observeHead(evidence: StreamEvidence, fields: HeaderField[]): void {
  const valueOf = (wanted: string): number =>
    Number(fields.find(([name]) => name === wanted)?.[1] ?? Number.NaN);
  if (valueOf(':status') < FIRST_FINAL_STATUS) return;
  evidence.hasHead = true;
  const length = valueOf('content-length');
  evidence.announcedBytes = Number.isNaN(length) ? null : length;
}
