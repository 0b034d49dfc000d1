import type { Sentence } from './sentence.ts';
import type { WireErrorCode } from './wireError.ts';

/** Failures of WebSocket: of the upgrade, then of the frames. */
export const webSocketSentences = {
  WB_WS_REFUSED: {
    message: 'The server refused the upgrade with status {0}.',
    hint: 'A WebSocket opens with 101 Switching Protocols (RFC 6455 §4.2.2), over HTTP/2 with 200 (RFC 8441 §5). Its headers and body say why it did not.',
    params: ['status'],
  },
  WB_WS_BAD_UPGRADE: {
    message: 'The answer to the upgrade is wrong: {0}',
    hint: 'A 101 answer carries “Upgrade: websocket” and “Connection: Upgrade” (RFC 6455 §4.1).',
    params: ['reason'],
  },
  WB_WS_BAD_ACCEPT: {
    message: 'Sec-WebSocket-Accept is wrong: {0} instead of {1}.',
    hint: 'It is the base64 of the SHA-1 of the key and a fixed GUID (RFC 6455 §4.2.2). A cache or a server that does not know WebSocket may have answered.',
    params: ['accept', 'expected'],
  },
  WB_WS_BAD_SUBPROTOCOL: {
    message: 'The server chose the subprotocol {0}, which was not offered.',
    hint: 'The server may only choose among those in Sec-WebSocket-Protocol (RFC 6455 §4.1).',
    params: ['protocol'],
  },
  WB_WS_BAD_EXTENSION: {
    message: 'The server’s Sec-WebSocket-Extensions cannot be accepted: {0}',
    hint: 'The server may only choose among the offered extensions (RFC 6455 §9.1).',
    params: ['reason'],
  },
  WB_WS_CLOSED_IN_UPGRADE: {
    message: 'The server closed the connection during the upgrade.',
    hint: 'It may not know WebSocket on this path, or a proxy in between does not.',
    params: [],
  },
  WB_WS_NO_CONNECT_PROTOCOL: {
    message: '{0} takes no WebSockets over HTTP/2: {1}.',
    hint: 'They need HTTP/2 and SETTINGS_ENABLE_CONNECT_PROTOCOL (RFC 8441 §3). Without “HTTP/2” on the request line the WebSocket opens with an upgrade of HTTP/1.1.',
    params: ['host', 'reason'],
  },
  WB_WS_RESERVED_BIT: {
    message: 'A frame has the reserved bit {0} set.',
    hint: 'No extension that uses it was negotiated (RFC 6455 §5.2). Closed with 1002.',
    params: ['bit'],
  },
  WB_WS_UNKNOWN_OPCODE: {
    message: 'A frame has the unknown opcode {0}.',
    hint: 'Only 0, 1, 2, 8, 9 and 10 are defined (RFC 6455 §5.2). Closed with 1002.',
    params: ['opcode'],
  },
  WB_WS_MASKED_FRAME: {
    message: 'The server sent a masked frame.',
    hint: 'Only a client masks its frames (RFC 6455 §5.1). Closed with 1002.',
    params: [],
  },
  WB_WS_BAD_UTF8: {
    message: 'A text message is not valid UTF-8.',
    hint: 'Text is UTF-8; other bytes go in binary messages (RFC 6455 §8.1). Closed with 1007.',
    params: [],
  },
  WB_WS_CONTROL_TOO_LONG: {
    message: 'A control frame is {0} bytes long.',
    hint: 'A control frame holds 125 bytes at most (RFC 6455 §5.5). Closed with 1002.',
    params: ['length'],
  },
  WB_WS_CONTROL_FRAGMENTED: {
    message: 'A control frame is fragmented.',
    hint: 'Control frames must not be fragmented (RFC 6455 §5.5). Closed with 1002.',
    params: [],
  },
  WB_WS_BAD_CONTINUATION: {
    message: 'The fragments are out of order: {0}',
    hint: 'A message is one first frame and its continuation frames, with only control frames in between (RFC 6455 §5.4). Closed with 1002.',
    params: ['reason'],
  },
  WB_WS_BAD_LENGTH: {
    message: 'A frame’s length is wrongly encoded: {0}',
    hint: 'The length takes the fewest bytes possible, and its highest bit is 0 (RFC 6455 §5.2). Closed with 1002.',
    params: ['reason'],
  },
  WB_WS_BAD_CLOSE_CODE: {
    message: 'The server closed with the invalid code {0}.',
    hint: 'Codes below 1000, 1004–1006, 1015–2999 and above 4999 must not be sent (RFC 6455 §7.4). Closed with 1002.',
    params: ['code'],
  },
  WB_WS_BAD_CLOSE_PAYLOAD: {
    message: 'The close frame’s payload is malformed: {0}',
    hint: 'It is empty, or a two-byte code and a reason in UTF-8 (RFC 6455 §5.5.1).',
    params: ['reason'],
  },
  WB_WS_BAD_DEFLATE: {
    message: 'A compressed message does not inflate.',
    hint: 'permessage-deflate was negotiated, but the bytes are not valid DEFLATE (RFC 7692 §7.2.2). Closed with 1007.',
    params: [],
  },
  WB_WS_MESSAGE_TOO_LARGE: {
    message: 'A message is larger than {0}.',
    hint: '“# @max-payload” sets the limit. Closed with 1009.',
    params: ['limit'],
  },
  WB_WS_ABNORMAL_CLOSE: {
    message: 'The connection ended without a closing handshake (1006).',
    hint: 'The server crashed, or something between dropped the connection, such as an idle timeout (RFC 6455 §7.1.5).',
    params: [],
  },
  WB_WS_CLOSE_TIMEOUT: {
    message: 'The server did not answer the close frame within {0}.',
    hint: 'The socket was closed without its answer (RFC 6455 §7.1.1).',
    params: ['limit'],
  },
  WB_WS_CLOSED_EARLY: {
    message: 'The connection was closed before the conversation was over, at the step in line {0}.',
    hint: 'What the server sent last says why it ended it. What had come was kept.',
    params: ['line'],
  },
} as const satisfies Partial<Record<WireErrorCode, Sentence>>;
