import { WireError } from '../../errors/wireError.ts';
import type { HeaderField } from '../events.ts';
import type { ResponseHead } from '../http/hop.ts';
import { headBytes } from '../http/requestHead.ts';
import { ResponseParser } from '../http/responseParser.ts';
import { digestAnswer } from './digest.ts';
import { badAnswer, proxyAnswer } from './proxyAnswer.ts';
import { authorizationFor, challengeOf, schemesOf } from './proxyCredentials.ts';
import type { TunnelContext } from './tunnelContext.ts';
import { authorityOf } from './tunnelContext.ts';

const PROXY_AUTHENTICATION_REQUIRED = 407;
/** How much of a refusal's body is read for its explanation. */
const BODY_LIMIT_BYTES = 16_384;

interface Answer {
  head: ResponseHead;
  body: Buffer;
  /** The proxy listens for another request on this stream. */
  keepsAlive: boolean;
}

/**
 * Opens a tunnel through an HTTP proxy (CONNECT, RFC 9110 §9.3.6); resolves with its status. A Digest challenge is
 * answered on the same stream. Fails with a `WireError` of phase proxy.
 */
export async function openHttpTunnel(context: TunnelContext): Promise<number> {
  const { proxy, target } = context;
  let answer = await ask(context, authorizationFor(proxy));
  const challenge = challengeOf(answer.head, 'digest');
  if (challenge !== null && proxy.credentials !== null && answer.keepsAlive) {
    const request = { method: 'CONNECT', target: authorityOf(target) };
    const digest = digestAnswer(challenge, proxy.credentials, request);
    if (digest !== null) answer = await ask(context, digest);
  }
  if (isSuccess(answer.head.status)) return answer.head.status;
  throw refusal(context, answer);
}

async function ask(context: TunnelContext, authorization: string | null): Promise<Answer> {
  const { stream, target, emit } = context;
  const authority = authorityOf(target);
  const headers: HeaderField[] = [['Host', authority]];
  if (authorization !== null) headers.push(['Proxy-Authorization', authorization]);
  emit({ event: 'proxy.request', method: 'CONNECT', target: authority, headers });
  const request = { method: 'CONNECT', target: authority, httpVersion: '1.1', headers };
  stream.write(headBytes({ ...request, bodyLength: null }));
  const answer = await readAnswer(context);
  const { status, reason, headers: received } = answer.head;
  emit({ event: 'proxy.response', status, reason, headers: received });
  return answer;
}

async function readAnswer(context: TunnelContext): Promise<Answer> {
  const body: Buffer[] = [];
  let bodyBytes = 0;
  let head: ResponseHead | null = null;
  const parser = new ResponseParser('CONNECT', {
    informational: () => undefined,
    responseBegins: () => undefined,
    chunk: () => undefined,
    trailers: () => undefined,
    response: (received) => (head = received),
    data: (chunk) => {
      if (bodyBytes < BODY_LIMIT_BYTES) body.push(chunk);
      bodyBytes += chunk.length;
    },
  });
  const read = (chunk: Buffer): number | null => {
    try {
      const taken = parser.read(chunk);
      return parser.done || bodyBytes >= BODY_LIMIT_BYTES ? taken : null;
    } catch (error) {
      throw badAnswer(context.proxy.shown, chunk, error);
    }
  };
  await proxyAnswer(context, read, () => head !== null);
  const received = Buffer.concat(body).subarray(0, BODY_LIMIT_BYTES);
  return { head: head!, body: received, keepsAlive: parser.done && parser.keepsAlive };
}

function refusal({ proxy, target }: TunnelContext, { head, body }: Answer): WireError {
  const { status, reason: phrase } = head;
  const common = { proxy: proxy.shown, target: authorityOf(target), status: String(status) };
  if (status === PROXY_AUTHENTICATION_REQUIRED) {
    const given = proxy.credentials !== null || proxy.authorization !== null;
    const params = { ...common, schemes: schemesOf(head) };
    return new WireError(given ? 'WB_PROXY_AUTH_FAILED' : 'WB_PROXY_AUTH_REQUIRED', 'proxy', {
      params,
    });
  }
  const words = wordsOf(body);
  const reason = [`${status} ${phrase}`.trim(), words && `“${words}”`].filter(Boolean).join(' ');
  return new WireError('WB_PROXY_FAILED', 'proxy', { params: { ...common, reason } });
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** The words of an error page: they often say why. */
function wordsOf(body: Buffer): string {
  const text = body
    .toString('utf8')
    .replaceAll(/<(style|script|title)\b[\s\S]*?<\/\1>/gi, ' ')
    .replaceAll(/<[^<>]*>/g, ' ')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const longest = 240;
  return text.length > longest ? `${text.slice(0, longest).toWellFormed()}…` : text;
}
