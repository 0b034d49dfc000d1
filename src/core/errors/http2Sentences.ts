import type { Sentence } from './sentence.ts';
import type { WireErrorCode } from './wireError.ts';

/** Failures of HTTP/2. */
export const http2Sentences = {
  WB_HTTP2_FAILED: {
    message: 'The server ended the HTTP/2 stream with {0}.',
    hint: 'RFC 9113 §7 lists the error codes. “HTTP/1.1” on the request line avoids HTTP/2.',
    params: ['reason'],
  },
  WB_HTTP2_MALFORMED: {
    message: 'The server’s answer breaks HTTP/2, so stream {0} was reset with {1}.',
    hint: 'RFC 9113 §8.1. The Frames tab shows what came.',
    params: ['stream', 'reason'],
  },
  WB_HTTP2_BAD_PREFACE: {
    message: 'The server does not speak HTTP/2: its first frame is no SETTINGS.',
    hint: 'RFC 9113 §3.4 wants SETTINGS first. “HTTP/1.1” on the request line avoids HTTP/2.',
    params: [],
  },
  WB_HTTP2_FRAME_TOO_LARGE: {
    message:
      'The server sent an HTTP/2 frame of {0} bytes, more than SETTINGS_MAX_FRAME_SIZE allows; the connection was ended with {1}.',
    hint: 'RFC 9113 §4.2. The Frames tab shows the frame.',
    params: ['bytes', 'answer'],
  },
  WB_HTTP2_FLOW_CONTROL: {
    message:
      'The server sent more data on HTTP/2 stream {0} than its flow-control window allows; the connection was ended with {1}.',
    hint: 'RFC 9113 §6.9.1. The Frames tab shows the frame that went too far.',
    params: ['stream', 'answer'],
  },
  WB_HTTP2_BAD_HPACK: {
    message:
      'The server’s HTTP/2 headers cannot be decoded: its header block is no HPACK; the connection was ended with {0}.',
    hint: 'RFC 9113 §4.3 and RFC 7541. The Frames tab shows the frame.',
    params: ['answer'],
  },
  WB_HTTP2_BAD_LENGTH: {
    message:
      'The server’s HTTP/2 frame {0} has {1} bytes, which no such frame has; the connection was ended with {2}.',
    hint: '{3}. The Frames tab shows the frame.',
    params: ['frame', 'bytes', 'answer', 'rfc'],
  },
  WB_HTTP2_WRONG_STREAM: {
    message:
      'The server’s HTTP/2 frame {0} stands on stream {1}, where it may not; the connection was ended with {2}.',
    hint: '{3}. SETTINGS, PING and GOAWAY belong on stream 0, all else on a stream that the client has opened.',
    params: ['frame', 'stream', 'answer', 'rfc'],
  },
  WB_HTTP2_BAD_PADDING: {
    message:
      'The server’s HTTP/2 frame {0} on stream {1} is to hold more padding than it has bytes; the connection was ended with {2}.',
    hint: '{3}. The Frames tab shows the frame.',
    params: ['frame', 'stream', 'answer', 'rfc'],
  },
  WB_HTTP2_MISPLACED_FRAME: {
    message:
      'The server’s HTTP/2 frame {0} on stream {1} stands in the middle of a header block, or continues none; the connection was ended with {2}.',
    hint: '{3}: between the frames of a header block stands nothing, and CONTINUATION stands nowhere else.',
    params: ['frame', 'stream', 'answer', 'rfc'],
  },
  WB_HTTP2_BAD_SETTING: {
    message:
      'The server’s SETTINGS say {0}, which is not allowed; the connection was ended with {1}.',
    hint: '{2} says which values are. The Frames tab shows the frame.',
    params: ['setting', 'answer', 'rfc'],
  },
  WB_HTTP2_BAD_INCREMENT: {
    message:
      'The server’s WINDOW_UPDATE on HTTP/2 stream {0} adds nothing; it was answered with {1}.',
    hint: '{2}: the increment is at least 1.',
    params: ['stream', 'answer', 'rfc'],
  },
  WB_HTTP2_WINDOW_OVERFLOW: {
    message:
      'The server’s HTTP/2 frame {0} on stream {1} makes a window larger than 2^31-1 bytes; it was answered with {2}.',
    hint: '{3}. The Frames tab shows the frame.',
    params: ['frame', 'stream', 'answer', 'rfc'],
  },
  WB_HTTP2_PUSH: {
    message:
      'The server’s PUSH_PROMISE on HTTP/2 stream {0} came although SETTINGS forbid pushes; the connection was ended with {1}.',
    hint: '{2}: Wirebook says ENABLE_PUSH=0 first of all.',
    params: ['stream', 'answer', 'rfc'],
  },
  WB_HTTP2_FLOOD: {
    message:
      'The server sent SETTINGS or PING on and on and read no answers; the connection was ended with {0}.',
    hint: 'RFC 9113 §10.5. The Frames tab shows what came.',
    params: ['answer'],
  },
  WB_HTTP2_BAD_STATUS: {
    message:
      'The head in HEADERS on HTTP/2 stream {0} does not begin with one valid :status, or has other pseudo-header fields; the stream was reset with {1}.',
    hint: '{2}. Over HTTP/2 there is no status 101 either (RFC 9113 §8.6).',
    params: ['stream', 'answer', 'rfc'],
  },
  WB_HTTP2_BAD_FIELD_NAME: {
    message:
      'The field name {0} in HEADERS on HTTP/2 stream {1} is not a token in lower case; the stream was reset with {2}.',
    hint: '{3}. The Frames tab shows the frame.',
    params: ['name', 'stream', 'answer', 'rfc'],
  },
  WB_HTTP2_BAD_FIELD_VALUE: {
    message:
      'The value of the field {0} in HEADERS on HTTP/2 stream {1} holds NUL, CR or LF; the stream was reset with {2}.',
    hint: '{3}. The Frames tab shows the frame.',
    params: ['name', 'stream', 'answer', 'rfc'],
  },
  WB_HTTP2_CONNECTION_FIELD: {
    message:
      'The field {0} in HEADERS on HTTP/2 stream {1} belongs to connections of HTTP/1.1; the stream was reset with {2}.',
    hint: '{3}. A proxy between the two protocols must leave it out.',
    params: ['name', 'stream', 'answer', 'rfc'],
  },
} as const satisfies Partial<Record<WireErrorCode, Sentence>>;
