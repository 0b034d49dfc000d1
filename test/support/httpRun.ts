import type { TestContext } from 'node:test';
import { CookieJar } from 'tough-cookie';
import type { PreparedRequest, RequestOptions } from '../../src/core/runner/preparedRequest.ts';
import type { HttpContext } from '../../src/core/wire/http/httpContext.ts';
import { Pools } from '../../src/core/wire/http/pools.ts';
import { runHttp } from '../../src/core/wire/http/runHttp.ts';
import type { StopSignal } from '../../src/core/wire/stop.ts';
import { ExchangeLog, RecorderLog } from './httpEventLog.ts';

const OPTIONS: RequestOptions = {
  verifyTls: true,
  extraCa: [],
  followRedirects: true,
  cookieJar: true,
  profile: 'browser',
  httpVersion: null,
  timeoutMs: 10_000,
  connectionTimeoutMs: 5_000,
  bodyLimitBytes: 50_000_000,
  lingerMs: 1_000,
  closeWhenDone: false,
  deflate: true,
  maxPayloadBytes: 100_000_000,
};

/** What a test asks for; the rest is a GET with default options. */
export interface RequestWishes extends Partial<Omit<PreparedRequest, 'options' | 'body'>> {
  options?: Partial<RequestOptions>;
  body?: string | PreparedRequest['body'];
}

/** A prepared request. */
export function preparedRequest(url: string, wishes: RequestWishes = {}): PreparedRequest {
  const { body = [], options, ...rest } = wishes;
  return {
    file: '/requests/test.http',
    line: 1,
    name: null,
    kind: 'http',
    method: 'GET',
    url,
    headers: [],
    body: typeof body === 'string' ? [{ bytes: Buffer.from(body) }] : body,
    steps: [],
    options: { ...OPTIONS, ...options },
    secrets: [],
    ...rest,
  };
}

/** Runs requests that share connections and cookies, until the end of a test. */
export class HttpRunner {
  readonly recorder = new RecorderLog();
  readonly context: HttpContext;

  constructor(t: TestContext) {
    const pools = new Pools();
    t.after(() => pools.dispose());
    this.context = {
      pools,
      cookieJar: new CookieJar(undefined, { looseMode: true }),
      recorder: this.recorder,
      signal: new AbortController().signal,
    };
  }

  /** Runs one request to its end. */
  async run(
    url: string,
    wishes: RequestWishes = {},
    signal: StopSignal = this.context.signal,
  ): Promise<ExchangeLog> {
    const sink = new ExchangeLog();
    await runHttp(preparedRequest(url, wishes), sink, { ...this.context, signal });
    return sink;
  }

  /** What all connections have sent so far. */
  get sentText(): string {
    return this.recorder.connections.map((connection) => connection.sentText()).join('');
  }
}
