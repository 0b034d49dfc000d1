import { defaultRequestOptions } from '../../runner/prepareContext.ts';
import type { PreparedRequest, RequestOptions } from '../../runner/preparedRequest.ts';
import type { OAuthConfig } from './oauthConfig.ts';
import type { TokenRequest } from './tokenRequest.ts';

/**
 * Makes of a request for tokens one that the engine sends; `file` is the request file that needs them. It follows no
 * redirect: it carries a secret.
 */
export function tokenExchange(
  { url, headers, body, secrets }: TokenRequest,
  { name }: OAuthConfig,
  file: string,
  options: Partial<RequestOptions>,
): PreparedRequest {
  return {
    file,
    line: 1,
    name: `OAuth 2: ${name}`,
    kind: 'http',
    method: 'POST',
    url,
    headers,
    body: [{ bytes: Buffer.from(body) }],
    steps: [],
    options: {
      ...defaultRequestOptions,
      timeoutMs: 60_000,
      ...options,
      followRedirects: false,
      cookieJar: false,
    },
    secrets,
  };
}
