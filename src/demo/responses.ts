import { STATUS_CODES } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpCall } from './httpCall.ts';
import { boundedInteger, boundedNumber } from './routeError.ts';

const longestDelaySeconds = 60;
const slowMs = 270;
const mostRedirects = 100;
const statusesWithoutBody = new Set([204, 205, 304]);

/** Any final status, with a body where one is allowed (RFC 9110 §6.4.1). */
export function answerStatus(call: HttpCall): void {
  const status = boundedInteger(call.param('code'), 'code', 200, 599);
  if (statusesWithoutBody.has(status)) {
    call.response.writeHead(status).end();
    return;
  }
  call.json({ status, reason: STATUS_CODES[status] ?? 'not registered' }, status);
}

/** An answer after `seconds` (fractions allowed). */
export async function answerDelay(call: HttpCall): Promise<void> {
  const seconds = boundedNumber(call.param('seconds'), 'seconds', 0, longestDelaySeconds);
  await sleep(seconds * 1000, undefined, { signal: call.signal });
  call.json({ delayedSeconds: seconds });
}

/** An answer after 270 ms or `?ms=`: long enough to see what waits for what. */
export async function answerSlow(call: HttpCall): Promise<void> {
  const n = boundedInteger(call.param('n'), 'n', 0, Number.MAX_SAFE_INTEGER);
  const query = call.url.searchParams.get('ms') ?? String(slowMs);
  const delayMs = boundedInteger(query, 'ms', 0, longestDelaySeconds * 1000);
  await sleep(delayMs, undefined, { signal: call.signal });
  call.json({ n, delayMs });
}

/** Redirects that count down to `/json`. */
export function answerRedirect(call: HttpCall): void {
  const left = boundedInteger(call.param('n'), 'n', 1, mostRedirects);
  const location = left > 1 ? `/redirect/${left - 1}` : '/json';
  call.text(`Go to ${location}\n`, 302, { location });
}
