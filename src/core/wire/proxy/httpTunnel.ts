import { WireError } from '../../errors/wireError.ts';
import type { HeaderField } from '../wireFacts.ts';
import type { ResponseHead } from '../http/hop.ts';
import { headBytes } from '../http/requestHead.ts';
import { ResponseParser } from '../http/responseParser.ts';
import { badAnswer, proxyAnswer } from './proxyAnswer.ts';
import { authenticationFailure, PROXY_AUTHENTICATION_REQUIRED } from './proxyCredentials.ts';
import type { TunnelContext } from './tunnelContext.ts';
import { authorityOf } from './tunnelContext.ts';

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
 * answered on the same stream, or, where the proxy closes that (`null`), on the next one. Fails with a `WireError` of
 * phase proxy.
 */
export async function openHttpTunnel(context: TunnelContext): Promise<number | null> {
  for (;;) {
    const answer = await ask(context);
    const { status, headers } = answer.head;
    if (isSuccess(status)) return status;
    if (!context.introduction.canAnswer(status, headers)) throw refusal(context, answer);
    if (!answer.keepsAlive) return null;
  }
}

async function ask(context: TunnelContext): Promise<Answer> {
  const { stream, target, introduction, emit } = context;
  const authority = authorityOf(target);
  const authorization = await introduction.authorization(authority);
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
    return authenticationFailure(proxy, head.headers, { given, target: common.target });
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
