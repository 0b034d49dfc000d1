import type { HttpCall } from './httpCall.ts';
import { answerBasicAuth } from './basicAuth.ts';
import { answerCookies, answerCookiesSet } from './cookies.ts';
import { answerDigestAuth } from './digestAuth.ts';
import { answerBrotli, answerDeflate, answerGzip, answerZstd } from './encodings.ts';
import { answerEcho, answerHeaders } from './echo.ts';
import { answerBytes, answerNdjson, answerServerSentEvents, answerStream } from './streams.ts';
import { answerDelay, answerRedirect, answerSlow, answerStatus } from './responses.ts';
import { answerThenClose } from './closeIdle.ts';
import { answerImage, answerJson, answerOrder } from './samples.ts';
import { answerPage } from './page.ts';
import { answerSocket } from './requestCounter.ts';
import { answerWrongLength } from './wrongLength.ts';

/** A path of the demo server over HTTP. */
export interface HttpRoute {
  /** Path with `:placeholders`. */
  path: string;
  /** What a client gets, in a few words. */
  summary: string;
  answer: (call: HttpCall) => void | Promise<void>;
}

/** Every path that answers HTTP, any method. */
export const httpRoutes: readonly HttpRoute[] = [
  { path: '/', summary: 'this page', answer: answerPage },
  { path: '/json', summary: 'JSON with Chinese', answer: answerJson },
  { path: '/orders/:id', summary: 'an order, gzip when accepted', answer: answerOrder },
  { path: '/headers', summary: 'your headers as received', answer: answerHeaders },
  { path: '/echo', summary: 'your method, headers and body', answer: answerEcho },
  { path: '/status/:code', summary: 'this status', answer: answerStatus },
  { path: '/delay/:seconds', summary: 'an answer after a while', answer: answerDelay },
  { path: '/slow/:n', summary: 'an answer after 270 ms, or ?ms=', answer: answerSlow },
  { path: '/redirect/:n', summary: 'n redirects', answer: answerRedirect },
  { path: '/gzip', summary: 'Content-Encoding: gzip', answer: answerGzip },
  { path: '/deflate', summary: 'Content-Encoding: deflate', answer: answerDeflate },
  { path: '/br', summary: 'Content-Encoding: br', answer: answerBrotli },
  { path: '/zstd', summary: 'Content-Encoding: zstd', answer: answerZstd },
  { path: '/bytes/:n', summary: 'n bytes', answer: answerBytes },
  { path: '/stream/:n', summary: 'n lines, one each 100 ms', answer: answerStream },
  { path: '/ndjson/:n', summary: 'n JSON values, one a line each 100 ms', answer: answerNdjson },
  { path: '/sse', summary: 'server-sent events', answer: answerServerSentEvents },
  { path: '/cookies', summary: 'your cookies', answer: answerCookies },
  { path: '/cookies/set', summary: 'sets ?name=value', answer: answerCookiesSet },
  { path: '/basic-auth/:user/:password', summary: 'asks for these', answer: answerBasicAuth },
  { path: '/digest-auth/:user/:password', summary: 'challenges you', answer: answerDigestAuth },
  { path: '/image.png', summary: 'a picture', answer: answerImage },
  { path: '/A', summary: 'which socket carried you', answer: answerSocket },
  { path: '/B', summary: 'which socket carried you', answer: answerSocket },
  { path: '/close-idle', summary: 'then hangs up on the next request', answer: answerThenClose },
  { path: '/wrong-length', summary: 'more than Content-Length says', answer: answerWrongLength },
];
