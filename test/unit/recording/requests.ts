import type { PreparedRequest, RequestOptions } from '../../../src/core/runner/preparedRequest.ts';

const options: RequestOptions = {
  verifyTls: true,
  extraCa: [],
  followRedirects: true,
  cookieJar: true,
  profile: 'node',
  httpVersion: null,
  timeoutMs: null,
  connectionTimeoutMs: 1000,
  bodyLimitBytes: 1024 * 1024,
  lingerMs: 0,
  closeWhenDone: false,
  deflate: true,
  maxPayloadBytes: 1024 * 1024,
};

/** A request as the recording is told of it. */
export function preparedRequest(
  changes: Partial<Omit<PreparedRequest, 'options'>> & { options?: Partial<RequestOptions> } = {},
): PreparedRequest {
  return {
    kind: 'websocket',
    name: null,
    file: '/requests/echo.ws',
    line: 1,
    method: 'GET',
    url: 'ws://127.0.0.1:8080/echo',
    headers: [],
    body: [],
    steps: [],
    secrets: [],
    ...changes,
    options: { ...options, ...changes.options },
  };
}
