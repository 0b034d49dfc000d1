import { isUtf8 } from 'node:buffer';
import type { HttpCall } from './httpCall.ts';

/** The request's headers: in the order, case and repetition received. */
export function answerHeaders(call: HttpCall): void {
  call.json({ headers: headersAsReceived(call) });
}

/** The request as it was understood: method, target, version, headers and body. */
export async function answerEcho(call: HttpCall): Promise<void> {
  const body = await call.body();
  call.json({
    method: call.request.method,
    target: call.request.url,
    httpVersion: call.request.httpVersion,
    headers: headersAsReceived(call),
    body: { bytes: body.length, ...bodyContent(body) },
  });
}

function headersAsReceived(call: HttpCall): [string, string][] {
  const { rawHeaders } = call.request;
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    pairs.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return pairs;
}

function bodyContent(body: Buffer): { json: unknown } | { text: string } | { base64: string } {
  if (!isUtf8(body)) return { base64: body.toString('base64') };
  const text = body.toString('utf8');
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return { text };
  }
}
