import type { Authenticator } from '../../auth/authenticator.ts';
import { authenticatorOf, bothOf } from '../../auth/authenticator.ts';
import { WireError } from '../../errors/wireError.ts';
import type { PreparedRequest } from '../../runner/preparedRequest.ts';
import type { HeaderField } from '../wireFacts.ts';
import { ForwardedRequests } from '../proxy/forwardedRequests.ts';
import { lenientJudge } from '../judge.ts';
import type { ExchangeSink } from '../sink.ts';
import { storeCookies, withCookies } from './cookies.ts';
import { ExchangeLimit } from './exchangeLimit.ts';
import { followEventStream, newEventStream } from './eventStream.ts';
import { assertSendable, isToken, valueOf } from './headerFields.ts';
import type { Hop, ResponseHead } from './hop.ts';
import type { HttpContext } from './httpContext.ts';
import { poolTargetOf } from './poolTarget.ts';
import { REDIRECT_LIMIT, redirectedHop } from './redirect.ts';
import { bodyLength, measureBody } from './requestBody.ts';
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
  const { judge = lenientJudge } = context;
  try {
    await exchangeHops(request, sink, { ...context, signal: limit.signal });
    sink.ended();
    await keepCopy(sink, context);
    await judge.judge();
    sink.complete('ok');
  } catch (error) {
    const failure = limit.explain(asWireError(error));
    if (failure.code === 'WB_CANCELLED') {
      judge.stop();
      return sink.complete('cancelled');
    }
    sink.ended();
    await judge.brokeOff();
    sink.complete('failed', failure);
  } finally {
    await context.copy?.discard();
    limit.release();
  }
}

async function keepCopy(sink: ExchangeSink, { copy }: HttpContext): Promise<void> {
  for (const saved of (await copy?.commit()) ?? [])
    sink.emit({ event: 'response.saved', ...saved });
}

async function exchangeHops(
  request: PreparedRequest,
  sink: ExchangeSink,
  context: HttpContext,
): Promise<void> {
  const limit = request.options.reconnectLimit ?? 0;
  const eventStream = newEventStream();
  const authenticator = bothOf(authenticatorOf(request), new ForwardedRequests(request.options));
  const first = await firstHop(request);
  await context.copy?.open();
  const send = (hop: Hop): Promise<ResponseHead> =>
    followHops(hop, request, authenticator, sink, { ...context, eventStream });
  await followEventStream(first, send, eventStream, { limit, sink, signal: context.signal });
}

/** Sends a hop and those that challenges and redirects lead to; answers the last head. */
async function followHops(
  first: Hop,
  request: PreparedRequest,
  authenticator: Authenticator,
  sink: ExchangeSink,
  context: HttpContext,
): Promise<ResponseHead> {
  let hop = first;
  for (let redirects = 0; ;) {
    const head = await runHop(hop, request, authenticator, sink, context);
    const challenge = authenticator.answer(hop, head);
    if (challenge !== null) {
      context.copy?.restart();
      sink.emit({ event: 'http.challenge', url: hop.url, status: head.status, ...challenge });
      continue;
    }
    const next = request.options.followRedirects ? redirectedHop(hop, head) : null;
    if (next === null) return head;
    context.copy?.restart();
    sink.emit({ event: 'http.redirect', from: hop.url, to: next.url, status: head.status });
    refuseTooMany(redirects++);
    hop = next;
  }
}

function refuseTooMany(redirects: number): void {
  if (redirects < REDIRECT_LIMIT) return;
  const params = { limit: String(REDIRECT_LIMIT) };
  throw new WireError('WB_HTTP_TOO_MANY_REDIRECTS', 'receive', { params });
}

/** Sends one hop, with its cookies and credentials. */
async function runHop(
  hop: Hop,
  { options }: PreparedRequest,
  authenticator: Authenticator,
  sink: ExchangeSink,
  context: HttpContext,
): Promise<ResponseHead> {
  const jar = options.cookieJar ? context.cookieJar : null;
  const withJar = jar === null ? hop.headers : withCookies(jar, hop.url, hop.headers);
  const headers = [...withJar, ...(await authenticator.fields(hop))];
  const head = await sendHop({ ...hop, headers }, poolTargetOf(hop.url, options), sink, context);
  if (jar !== null) storeCookies(jar, hop.url, head.headers);
  return head;
}

async function firstHop({ method, url, headers, body: parts }: PreparedRequest): Promise<Hop> {
  if (!isToken(method)) {
    const params = { reason: `the method ${JSON.stringify(method)} is not a token.` };
    throw new WireError('WB_INVALID_REQUEST', 'prepare', { params });
  }
  assertSendable(headers);
  const body = await measureBody(parts);
  return {
    method,
    url,
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
