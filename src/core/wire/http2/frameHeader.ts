/** Length, type, flags and stream of a frame (RFC 9113 §4.1). */
export const FRAME_HEADER_BYTES = 9;
