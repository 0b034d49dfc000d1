import type { CookieJar } from 'tough-cookie';
import type { Authenticator } from '../../auth/authenticator.ts';
import { authenticatorOf, bothOf } from '../../auth/authenticator.ts';
import { WireError } from '../../errors/wireError.ts';
import type { PreparedRequest } from '../../runner/preparedRequest.ts';
import type { HeaderField } from '../wireFacts.ts';
import { ForwardedRequests, refuseProxyChallenge } from '../proxy/forwardedRequests.ts';
import type { ExchangeSink } from '../sink.ts';
import type { BodyCopy } from './bodyCopy.ts';
import { storeCookies, withCookies } from './cookies.ts';
import { ExchangeLimit } from './exchangeLimit.ts';
import { followEventStream, newEventStream } from './eventStream.ts';
import { assertSendable, isToken, valueOf } from './headerFields.ts';
import type { Hop, ResponseHead } from './hop.ts';
import type { HttpContext } from './httpContext.ts';
import { addressOf, poolTargetOf } from './poolTarget.ts';
import { REDIRECT_LIMIT, redirectedHop } from './redirect.ts';
import { bodyLength, measureBody } from './requestBody.ts';
import type { MeasuredPart } from './requestBody.ts';
import { sendHop } from './sendHop.ts';

/** Codings that are undone, in the order of Node's wishes. */
const ACCEPTED_ENCODINGS = 'gzip, deflate, br, zstd';

/**
 * Sends a request, follows its redirects and completes `sink`. Never rejects: what went wrong is in the recording.
 */
export async function runHttp(
  request: PreparedRequest,
  sink: ExchangeSink,
  context: HttpContext,
): Promise<void> {
  const limit = new ExchangeLimit(request.options.timeoutMs, context.signal);
  const { judge, copy } = context;
  try {
    const measured = measureBody(request.body);
    const first = firstHop(request, Array.isArray(measured) ? measured : await measured);
    if (copy !== undefined) await copy.open();
    await sendFrom(first, request, sink, limitedBy(limit, context));
    sink.ended();
    if (copy !== undefined) await keepCopy(sink, copy);
    if (judge !== undefined) await judge.judge();
    sink.complete('ok');
  } catch (error) {
    const failure = limit.explain(asWireError(error));
    if (failure.code === 'WB_CANCELLED') {
      judge?.stop();
      return sink.complete('cancelled');
    }
    sink.ended();
    await judge?.brokeOff();
    sink.complete('failed', failure);
  } finally {
    if (copy !== undefined) await copy.discard();
    limit.release();
  }
}

/** The same context where there is no limit, as in most exchanges. */
function limitedBy({ signal }: ExchangeLimit, context: HttpContext): HttpContext {
  return signal === context.signal ? context : { ...context, signal };
}

async function keepCopy(sink: ExchangeSink, copy: BodyCopy): Promise<void> {
  for (const saved of await copy.commit()) sink.emit({ event: 'response.saved', ...saved });
}

/** Sends the first hop and all that follow from it; a stream of events also begins anew. */
function sendFrom(
  first: Hop,
  request: PreparedRequest,
  sink: ExchangeSink,
  context: HttpContext,
): Promise<unknown> {
  const limit = request.options.reconnectLimit ?? 0;
  const authenticator = authenticatorFor(request);
  if (limit === 0) return followHops(first, request, authenticator, sink, context);
  const eventStream = newEventStream();
  const again = { ...context, eventStream };
  const send = (hop: Hop): Promise<ResponseHead> =>
    followHops(hop, request, authenticator, sink, again);
  return followEventStream(first, send, eventStream, { limit, sink, signal: context.signal });
}

function authenticatorFor(request: PreparedRequest): Authenticator {
  const ofServer = authenticatorOf(request);
  const { options } = request;
  return options.proxy ? bothOf(ofServer, new ForwardedRequests(options)) : ofServer;
}

/** Sends a hop and those that challenges and redirects lead to; answers the last head. */
async function followHops(
  first: Hop,
  request: PreparedRequest,
  authenticator: Authenticator,
  sink: ExchangeSink,
  context: HttpContext,
): Promise<ResponseHead> {
  const { options } = request;
  const jar = options.cookieJar ? context.cookieJar : null;
  let hop = first;
  for (let redirects = 0; ;) {
    const proof = authenticator.fields(hop);
    const sent = equipped(hop, jar, proof === null ? [] : await proof);
    const head = await sendHop(sent, poolTargetOf(hop.address, options), sink, context);
    if (jar !== null) storeCookies(jar, hop.url, head.headers);
    const challenge = authenticator.answer(hop, head);
    if (challenge !== null) {
      context.copy?.restart();
      sink.emit({ event: 'http.challenge', url: hop.url, status: head.status, ...challenge });
      continue;
    }
    refuseProxyChallenge(hop, head, options);
    const next = options.followRedirects ? redirectedHop(hop, head) : null;
    if (next === null) return head;
    context.copy?.restart();
    sink.emit({ event: 'http.redirect', from: hop.url, to: next.url, status: head.status });
    refuseTooMany(redirects++);
    hop = next;
  }
}

/** The hop with the cookies of a jar and what proves who asks. */
function equipped(hop: Hop, jar: CookieJar | null, proof: HeaderField[]): Hop {
  const headers = jar === null ? hop.headers : withCookies(jar, hop.url, hop.headers);
  if (proof.length > 0) return { ...hop, headers: [...headers, ...proof] };
  return headers === hop.headers ? hop : { ...hop, headers };
}

function refuseTooMany(redirects: number): void {
  if (redirects < REDIRECT_LIMIT) return;
  const params = { limit: String(REDIRECT_LIMIT) };
  throw new WireError('WB_HTTP_TOO_MANY_REDIRECTS', 'receive', { params });
}

function firstHop({ method, url, headers }: PreparedRequest, body: MeasuredPart[]): Hop {
  if (!isToken(method)) {
    const params = { reason: `the method ${JSON.stringify(method)} is not a token.` };
    throw new WireError('WB_INVALID_REQUEST', 'prepare', { params });
  }
  assertSendable(headers);
  return {
    method,
    url,
    address: addressOf(url),
    headers: withAcceptEncoding(headers),
    body,
    bodyBytes: bodyLength(body),
  };
}

function withAcceptEncoding(headers: HeaderField[]): HeaderField[] {
  if (valueOf(headers, 'accept-encoding') !== undefined) return headers;
  return [...headers, ['Accept-Encoding', ACCEPTED_ENCODINGS]];
}

function asWireError(error: unknown): WireError {
  if (error instanceof WireError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new WireError('WB_INTERNAL', 'prepare', { cause: error, params: { reason } });
}
