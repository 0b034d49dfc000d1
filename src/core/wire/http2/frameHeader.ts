/** `PRI * HTTP/2.0…`, which a client sends first (RFC 9113 §3.4). */
export const PREFACE_BYTES = 24;
/** Length, type, flags and stream of a frame (RFC 9113 §4.1). */
export const FRAME_HEADER_BYTES = 9;
