import type { ConnectionLog } from './connectionLog.ts';
import { Masker } from './masker.ts';
import { proxySecrets } from './proxySecrets.ts';
import { isPrepared } from '../runner/preparedRequest.ts';
import type { PreparedRequest, UnpreparedRequest } from '../runner/preparedRequest.ts';
import type { WireEventOf } from '../wire/events.ts';
import type { HeaderField } from '../wire/wireFacts.ts';

/** Knows the secrets that the request was prepared with, its credentials, and a password in its URL. */
export function maskerFor(request: PreparedRequest | UnpreparedRequest): Masker {
  const password = request.url.includes('@') ? (URL.parse(request.url)?.password ?? '') : '';
  if (!isPrepared(request)) return new Masker([...(request.secrets ?? []), password]);
  const masker = new Masker(secretsOf(request, password));
  masker.learn(request.headers);
  return masker;
}

/** Nearly all requests are prepared without any. */
function secretsOf({ secrets, options }: PreparedRequest, password: string): readonly string[] {
  if (password === '' && !options.proxy) return secrets;
  return [...secrets, password, decodeURIComponent(password), ...proxySecrets(options.proxy)];
}

/** Learns what is secret in a head, for all readers and (in HTTP/2) for those of the shared bytes. */
export function hideHead(
  event: WireEventOf<'http.request' | 'http.response'>,
  masker: Masker,
  connection: ConnectionLog | undefined,
): void {
  const { headers, httpVersion } = event;
  if (event.event === 'http.request') masker.learn(headers);
  if (!httpVersion.startsWith('2') || connection === undefined) return;
  hideFields(headers, masker, connection);
  if (event.event === 'http.request') hideFields([[':path', event.target]], masker, connection);
}

/** Hides secret values in the bytes of a connection that others use too. */
export function hideFields(
  fields: readonly HeaderField[],
  masker: Masker,
  { hidden }: ConnectionLog,
): void {
  for (const [name, value] of fields) {
    if (masker.headerRanges(name, value).length > 0) hidden.add(value);
  }
}
