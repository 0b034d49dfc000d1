import type { ReadHttp2Frame } from './http2Table.ts';
import { roundMs } from './phaseSpans.ts';
import type { WireEventOf } from '../wire/events.ts';
import { frameFlagNames, frameTypeName } from '../wire/http2/frameType.ts';

/** The event of an HTTP/2 frame. */
export function http2FrameEvent({ frame, facts, error }: ReadHttp2Frame): WireEventOf<'h2.frame'> {
  return {
    event: 'h2.frame',
    dir: frame.direction,
    type: frameTypeName(frame.type),
    flags: frameFlagNames(frame.type, frame.flags),
    stream: frame.stream,
    length: frame.lengthBytes,
    ...(frame.state === null ? {} : { streamState: frame.state }),
    ...facts,
    ...(frame.stalledBy === null
      ? {}
      : { stalledMs: roundMs(frame.stalledMs), stalledBy: frame.stalledBy }),
    valid: error === null,
    ...(error === null ? {} : { error: error.message }),
  };
}
