import type { WireErrorCode } from '../../errors/wireError.ts';
import type { HeaderField } from '../wireFacts.ts';
import { FIELDS_LIMIT_BYTES } from './hpackDecoder.ts';

const sections: Partial<Record<WireErrorCode, string>> = {
  WB_HTTP2_BAD_PREFACE: 'RFC 9113 §3.4',
  WB_HTTP2_FRAME_TOO_LARGE: 'RFC 9113 §4.2',
  WB_HTTP2_FLOW_CONTROL: 'RFC 9113 §6.9.1',
  WB_HTTP2_BAD_HPACK: 'RFC 9113 §4.3',
  WB_HTTP_FORBIDDEN_TRAILER: 'RFC 9113 §8.1',
};

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
