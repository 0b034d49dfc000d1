import type { WireErrorCode } from '../../errors/wireError.ts';
import type { HeaderField } from '../wireFacts.ts';
import { Http2Error } from './errorCode.ts';
import { FIELDS_LIMIT_BYTES } from './hpackDecoder.ts';

const sections: Partial<Record<WireErrorCode, string>> = {
  WB_HTTP2_BAD_PREFACE: 'RFC 9113 §3.4',
  WB_HTTP2_FRAME_TOO_LARGE: 'RFC 9113 §4.2',
  WB_HTTP2_FLOW_CONTROL: 'RFC 9113 §6.9.1',
  WB_HTTP2_BAD_HPACK: 'RFC 9113 §4.3',
  WB_HTTP_FORBIDDEN_TRAILER: 'RFC 9113 §8.1',
};

/** The error of the connection that a fault is; only its stream has to suffer for any other (RFC 9113 §5.4). */
export const connectionErrors: Partial<Record<WireErrorCode, number>> = {
  WB_HTTP2_BAD_PREFACE: Http2Error.protocolError,
  WB_HTTP2_FRAME_TOO_LARGE: Http2Error.frameSizeError,
  WB_HTTP2_FLOW_CONTROL: Http2Error.flowControlError,
  WB_HTTP2_BAD_HPACK: Http2Error.compressionError,
  WB_HTTP_HEADERS_TOO_LARGE: Http2Error.enhanceYourCalm,
};

/** A fault as the failure of a request tells it. */
export interface ToldFault {
  code: WireErrorCode;
  params: Record<string, string>;
}

/** What the sentence for a frame's fault needs. */
export function faultParams(
  code: WireErrorCode,
  { stream, lengthBytes }: { stream: number; lengthBytes: number },
  fields: readonly HeaderField[] | null,
): Record<string, string> {
  const rfc = sections[code];
  return {
    bytes: String(lengthBytes),
    stream: String(stream),
    name: fields?.find(([name]) => name.startsWith(':'))?.[0] ?? '',
    limit: `${FIELDS_LIMIT_BYTES / 1024} KiB`,
    ...(rfc === undefined ? {} : { rfc }),
  };
}
