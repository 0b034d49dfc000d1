/** Where in its life an exchange failed. */
export type FailurePhase =
  | 'prepare'
  | 'dns'
  | 'tcp'
  | 'proxy'
  | 'tls'
  | 'send'
  | 'wait'
  | 'receive'
  | 'upgrade'
  | 'frames'
  | 'messages'
  | 'script';

/** A code per cause; `docs/errors.md` explains each one. */
export type WireErrorCode =
  // prepare
  | 'WB_UNRESOLVED_VARIABLE'
  | 'WB_PROMPT_CANCELLED'
  | 'WB_REFERENCE_FAILED'
  | 'WB_NO_REQUEST'
  | 'WB_UNSUPPORTED_KIND'
  | 'WB_INVALID_REQUEST'
  | 'WB_INVALID_URL'
  | 'WB_INVALID_HEADER'
  | 'WB_BODY_FILE_MISSING'
  | 'WB_BODY_FILE_REFUSED'
  | 'WB_SCRIPT_FILE_MISSING'
  | 'WB_SCRIPT_FILE_REFUSED'
  | 'WB_BODY_FILE_CHANGED'
  | 'WB_RESPONSE_FILE'
  | 'WB_NOT_TRUSTED'
  | 'WB_OAUTH_INVALID'
  | 'WB_OAUTH_REFUSED'
  | 'WB_OAUTH_CANCELLED'
  // dns, tcp, proxy
  | 'WB_DNS_NOT_FOUND'
  | 'WB_DNS_FAILED'
  | 'WB_TCP_REFUSED'
  | 'WB_TCP_TIMEOUT'
  | 'WB_TCP_UNREACHABLE'
  | 'WB_TCP_FAILED'
  | 'WB_UNIX_NOT_FOUND'
  | 'WB_UNIX_REFUSED'
  | 'WB_UNIX_FAILED'
  | 'WB_UDP_REFUSED'
  | 'WB_UDP_FAILED'
  | 'WB_PROXY_INVALID'
  | 'WB_PROXY_SCRIPT'
  | 'WB_PROXY_UNREACHABLE'
  | 'WB_PROXY_AUTH_REQUIRED'
  | 'WB_PROXY_AUTH_FAILED'
  | 'WB_PROXY_BAD_ANSWER'
  | 'WB_PROXY_CLOSED'
  | 'WB_PROXY_FAILED'
  // tls
  | 'WB_TLS_SELF_SIGNED'
  | 'WB_TLS_UNKNOWN_AUTHORITY'
  | 'WB_TLS_EXPIRED'
  | 'WB_TLS_NOT_YET_VALID'
  | 'WB_TLS_WRONG_HOST'
  | 'WB_TLS_WRONG_PURPOSE'
  | 'WB_TLS_NOT_TLS'
  | 'WB_TLS_FAILED'
  | 'WB_TLS_BAD_RECORD'
  | 'WB_TLS_BAD_AUTHORITY'
  | 'WB_TLS_KEY_LOG'
  | 'WB_TLS_CLIENT_CERTIFICATE'
  | 'WB_TLS_CLIENT_CERTIFICATE_REQUIRED'
  | 'WB_TLS_CLIENT_CERTIFICATE_REFUSED'
  | 'WB_TLS_VERSION'
  // http
  | 'WB_HTTP_PLAIN_ON_TLS_PORT'
  | 'WB_HTTP_MALFORMED_STATUS_LINE'
  | 'WB_HTTP_MALFORMED_HEADER'
  | 'WB_HTTP_UNASKED_SWITCH'
  | 'WB_HTTP_MALFORMED_CHUNK'
  | 'WB_HTTP_CHUNK_END'
  | 'WB_HTTP_HEADERS_TOO_LARGE'
  | 'WB_HTTP_FORBIDDEN_TRAILER'
  | 'WB_HTTP_BAD_LENGTH'
  | 'WB_HTTP_STRAY_BYTES'
  | 'WB_HTTP_INFLATES_TOO_MUCH'
  | 'WB_HTTP_EVENT_TOO_LARGE'
  | 'WB_HTTP_CLOSED_BEFORE_RESPONSE'
  | 'WB_HTTP_CLOSED_IN_HEADERS'
  | 'WB_HTTP_CLOSED_IN_BODY'
  | 'WB_HTTP_BAD_ENCODING'
  | 'WB_HTTP_TOO_MANY_REDIRECTS'
  | 'WB_HTTP_BAD_REDIRECT'
  | 'WB_HTTP2_FAILED'
  | 'WB_HTTP2_MALFORMED'
  | 'WB_HTTP2_BAD_PREFACE'
  | 'WB_HTTP2_FRAME_TOO_LARGE'
  | 'WB_HTTP2_FLOW_CONTROL'
  | 'WB_HTTP2_BAD_HPACK'
  | 'WB_HTTP2_BAD_LENGTH'
  | 'WB_HTTP2_WRONG_STREAM'
  | 'WB_HTTP2_BAD_PADDING'
  | 'WB_HTTP2_MISPLACED_FRAME'
  | 'WB_HTTP2_BAD_SETTING'
  | 'WB_HTTP2_BAD_INCREMENT'
  | 'WB_HTTP2_WINDOW_OVERFLOW'
  | 'WB_HTTP2_PUSH'
  | 'WB_HTTP2_FLOOD'
  | 'WB_HTTP2_BAD_STATUS'
  | 'WB_HTTP2_BAD_FIELD_NAME'
  | 'WB_HTTP2_BAD_FIELD_VALUE'
  | 'WB_HTTP2_CONNECTION_FIELD'
  // websocket, before 101
  | 'WB_WS_REFUSED'
  | 'WB_WS_BAD_UPGRADE'
  | 'WB_WS_BAD_ACCEPT'
  | 'WB_WS_BAD_SUBPROTOCOL'
  | 'WB_WS_BAD_EXTENSION'
  | 'WB_WS_CLOSED_IN_UPGRADE'
  | 'WB_WS_NO_CONNECT_PROTOCOL'
  // websocket, after 101
  | 'WB_WS_RESERVED_BIT'
  | 'WB_WS_UNKNOWN_OPCODE'
  | 'WB_WS_MASKED_FRAME'
  | 'WB_WS_BAD_UTF8'
  | 'WB_WS_CONTROL_TOO_LONG'
  | 'WB_WS_CONTROL_FRAGMENTED'
  | 'WB_WS_BAD_CONTINUATION'
  | 'WB_WS_BAD_LENGTH'
  | 'WB_WS_BAD_CLOSE_CODE'
  | 'WB_WS_BAD_CLOSE_PAYLOAD'
  | 'WB_WS_BAD_DEFLATE'
  | 'WB_WS_MESSAGE_TOO_LARGE'
  | 'WB_WS_ABNORMAL_CLOSE'
  | 'WB_WS_CLOSE_TIMEOUT'
  | 'WB_WS_CLOSED_EARLY'
  // script
  | 'WB_SCRIPT_FAILED'
  | 'WB_SCRIPT_TIMEOUT'
  | 'WB_SCRIPT_MEMORY'
  // any phase
  | 'WB_TIMEOUT'
  | 'WB_CONNECTION_RESET'
  | 'WB_CANCELLED'
  | 'WB_ENGINE_CRASHED'
  | 'WB_INTERNAL';

/** What may be said of a failure beside its code. */
export interface WireErrorDetails {
  /** WebSocket close code that we answer with. */
  closeCode?: number;
  cause?: unknown;
  /** Facts that the sentence for people needs: host, port, seconds, RFC section, … */
  params?: Record<string, string>;
}

/** A failure of the engine: a code and a phase. The sentence for people is made by `explainFailure`. */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly code: WireErrorCode;
  readonly phase: FailurePhase;
  readonly closeCode: number | undefined;
  readonly params: Record<string, string>;

  constructor(code: WireErrorCode, phase: FailurePhase, details: WireErrorDetails = {}) {
    super(`${code} in phase ${phase}`, { cause: details.cause });
    this.code = code;
    this.phase = phase;
    this.closeCode = details.closeCode;
    this.params = details.params ?? {};
  }
}
