import { WireError } from '../../errors/wireError.ts';
import { Http2Error, http2ErrorName } from '../http2/errorCode.ts';
import type { ToldFault } from '../http2/frameFault.ts';
import type { StreamEvidence } from '../http2/streamEvidence.ts';
import { connectionFailure } from './connectionFailure.ts';

/** What a stream knows of its end. */
export interface StreamEnd {
  progress: 'send' | 'wait' | 'receive';
  stream: number;
  /** What the stream was reset with, whoever did it; NO_ERROR where it was not. */
  resetCode: number;
  /** Body bytes that were received. */
  receivedBytes: number;
}

/** What is known when a stream has not ended well. */
interface Http2Circumstances extends StreamEnd {
  /** What the frames of the stream say. */
  evidence: StreamEvidence | null;
  /** What the server did wrong on the connection. */
  fault: ToldFault | null;
  goAway: { code: number; lastStream: number } | null;
  /** What broke the socket. */
  broken: Error | null;
}

/** The failure of a stream, from what was seen on the wire rather than from what the session makes of it. */
export function http2Failure(seen: Http2Circumstances): WireError {
  const { progress, evidence } = seen;
  const fault = evidence?.fault ?? seen.fault;
  if (fault !== null) return new WireError(fault.code, progress, { params: fault.params });
  return (
    wrongLength(seen) ??
    toldByServer(seen) ??
    brokenSocket(seen) ??
    refusedByUs(seen) ??
    closed(seen)
  );
}

function wrongLength({ progress, evidence }: Http2Circumstances): WireError | null {
  if (evidence === null || evidence.announcedBytes === null) return null;
  const { announcedBytes, dataBytes, hasEnded } = evidence;
  const isWrong = dataBytes > announcedBytes || (hasEnded && dataBytes < announcedBytes);
  if (!isWrong) return null;
  const params = { received: `${dataBytes} bytes`, expected: String(announcedBytes) };
  return new WireError('WB_HTTP_BAD_LENGTH', progress, { params });
}

/** What the server did not process may be sent again (RFC 9113 §8.7). */
function toldByServer({
  progress,
  stream,
  evidence,
  goAway,
}: Http2Circumstances): WireError | null {
  const reset = evidence?.reset?.by === 'in' ? evidence.reset : null;
  const isAfter = goAway !== null && goAway.lastStream < stream;
  const isRefused = isAfter || reset?.code === Http2Error.refusedStream;
  const unprocessed = isRefused ? { unprocessed: 'true' } : {};
  const failed = (reason: string): WireError =>
    new WireError('WB_HTTP2_FAILED', progress, { params: { reason, ...unprocessed } });
  if (goAway !== null && (isAfter || goAway.code !== Http2Error.noError)) {
    return failed(`GOAWAY ${http2ErrorName(goAway.code)}`);
  }
  return reset === null ? null : failed(`RST_STREAM ${http2ErrorName(reset.code)}`);
}

/** We reset what breaks the protocol, and cancel what is not wanted any more. */
function refusedByUs({ progress, stream, resetCode }: Http2Circumstances): WireError | null {
  if (resetCode === Http2Error.noError || resetCode === Http2Error.cancel) {
    return null;
  }
  const params = { stream: String(stream), reason: http2ErrorName(resetCode) };
  return new WireError('WB_HTTP2_MALFORMED', progress, { params });
}

function brokenSocket({ progress, receivedBytes, broken }: Http2Circumstances): WireError | null {
  return broken === null ? null : connectionFailure(broken, progress, receivedBytes);
}

function closed({ progress, receivedBytes, evidence }: Http2Circumstances): WireError {
  if (progress !== 'receive') return new WireError('WB_HTTP_CLOSED_BEFORE_RESPONSE', 'wait');
  const announcedBytes = evidence?.announcedBytes ?? null;
  const expected =
    announcedBytes === null ? 'a body without END_STREAM' : `${announcedBytes} bytes`;
  const params = { received: `${receivedBytes} bytes`, expected, section: 'RFC 9113 §8.1' };
  return new WireError('WB_HTTP_CLOSED_IN_BODY', progress, { params });
}
