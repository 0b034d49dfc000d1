import type { IncomingMessage, ServerResponse } from 'node:http';
import { hangsUp } from './closeIdle.ts';
import { HttpCall } from './httpCall.ts';
import { httpRoutes, type HttpRoute } from './httpRoutes.ts';
import { matchPath, type PathParams } from './pathPattern.ts';
import { countRequest } from './requestCounter.ts';
import { RouteError } from './routeError.ts';

/** Answers one HTTP request by the table of routes; never rejects. */
export async function handleHttp(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  countRequest(request);
  if (hangsUp(request)) return;
  // The peer may go at any time; what is left of the answer is dropped with the socket.
  response.on('error', () => {});
  const url = urlOf(request);
  const [route, params] = findRoute(url.pathname);
  const call = new HttpCall(request, response, url, params);
  try {
    await route.answer(call);
  } catch (error) {
    answerError(call, error);
  }
}

/** The URL that was asked for; only path and query are meant. */
export function urlOf(request: IncomingMessage): URL {
  const base = 'http://localhost';
  const target = request.url ?? '/';
  return (
    (target.startsWith('/') ? URL.parse(`${base}${target}`) : URL.parse(target)) ?? new URL(base)
  );
}

function findRoute(path: string): [Pick<HttpRoute, 'answer'>, PathParams] {
  for (const route of httpRoutes) {
    const params = matchPath(route.path, path);
    if (params) return [route, params];
  }
  return [{ answer: answerNotFound }, {}];
}

function answerNotFound(call: HttpCall): void {
  const routes = httpRoutes.map(({ path, summary }) => `${path}  ${summary}`);
  call.text(`Nothing is at ${call.url.pathname}. There is:\n${routes.join('\n')}\n`, 404);
}

function answerError(call: HttpCall, error: unknown): void {
  if (call.signal.aborted) return;
  if (call.response.headersSent) {
    call.response.destroy();
    return;
  }
  const status = error instanceof RouteError ? error.status : 500;
  const message = error instanceof Error ? error.message : String(error);
  // The rest of a refused body is not read, so the socket cannot carry another request.
  const headers =
    status === 413 && call.request.httpVersionMajor === 1 ? { connection: 'close' } : {};
  call.json({ status, error: message }, status, headers);
}
