import type { ClientHttp2Stream } from 'node:http2';

/** In the place of what ends the writable side. */
const endingNothing: Pick<ClientHttp2Stream, '_final'> = { _final: (callback) => callback() };

/**
 * Ends a stream by RST_STREAM with this error code. Node would first end what is being written, so that half a body
 * looked to the server like a whole one (RFC 9113 §8.1).
 */
export function resetStream(stream: ClientHttp2Stream, code: number): void {
  if (!stream.writableEnded) Object.assign(stream, endingNothing);
  stream.close(code);
}
