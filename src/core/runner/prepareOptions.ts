import { parseConnectTo, type ConnectTo } from '../request-file/connectTo.ts';
import { readSleepMs } from '../request-file/runRules.ts';
import { parseByteCount, parseDuration } from '../request-file/duration.ts';
import { parseTlsVersion, tlsVersions } from '../request-file/tlsVersion.ts';
import type { TlsVersion } from '../request-file/tlsVersion.ts';
import { activeDirectives } from '../request-file/directiveCatalogue.ts';
import { diagnose } from '../request-file/diagnostic.ts';
import { readMask } from '../request-file/stepForm.ts';
import type { Preparation } from './preparation.ts';
import { failureOfDiagnostic, prepareFailure } from './prepareFailure.ts';
import { defaultConversation } from './preparedRequest.ts';
import { readRequestVariables, type RequestVariables } from './requestVariables.ts';
import type {
  ConnectionProfile,
  ConversationOptions,
  RequestedHttpVersion,
  RequestOptions,
} from './preparedRequest.ts';

/** The settings' options with what the request's directives say. */
export function prepareOptions(preparation: Preparation): RequestOptions {
  const { options } = preparation.context;
  const deflate = value(preparation, 'deflate');
  const variables = readRequestVariables(preparation);
  return {
    ...options,
    ...tlsRange(preparation),
    ...connectTo(preparation),
    proxy: proxyOf(preparation, variables) ?? null,
    verifyTls: verifiesTls(preparation, variables),
    followRedirects: followsRedirects(preparation, variables),
    ...reconnecting(preparation),
    cookieJar: options.cookieJar && !preparation.isOn('no-cookie-jar'),
    profile:
      profileOf(value(preparation, 'connections') ?? value(preparation, 'profile')) ??
      options.profile,
    httpVersion: httpVersion(preparation) ?? options.httpVersion,
    timeoutMs: durationMs(preparation, 'timeout') ?? variables.timeoutMs ?? options.timeoutMs,
    connectionTimeoutMs:
      durationMs(preparation, 'connection-timeout') ?? options.connectionTimeoutMs,
    lingerMs: durationMs(preparation, 'linger') ?? options.lingerMs,
    closeWhenDone: options.closeWhenDone && !preparation.isOn('keep-streaming'),
    deflate: deflateOffer(deflate) ?? options.deflate,
    maxPayloadBytes:
      parseByteCount(value(preparation, 'max-payload') ?? '') ?? options.maxPayloadBytes,
    conversation: prepareConversation(preparation, options.conversation ?? defaultConversation),
  };
}

function verifiesTls(preparation: Preparation, { verifyTls }: RequestVariables): boolean {
  const names = ['insecure', 'no-reject-unauthorized'];
  if (preparation.has(...names)) return !preparation.isOn(...names);
  return verifyTls ?? preparation.context.options.verifyTls;
}

/** Also curl's `location` of kulala, where the settings say otherwise. */
function followsRedirects(preparation: Preparation, variables: RequestVariables): boolean {
  if (preparation.has('no-redirect')) return !preparation.isOn('no-redirect');
  if (preparation.has('curl-location')) return preparation.isOn('curl-location');
  return variables.followRedirects ?? preparation.context.options.followRedirects;
}

/** `on`, `off`, or parameters as in `Sec-WebSocket-Extensions`. */
function deflateOffer(text: string | null): boolean | string | null {
  if (text === null) return null;
  if (/^(?:off|false|no)$/i.test(text)) return false;
  return /^(?:on|true|yes)$/i.test(text) ? true : text;
}

function prepareConversation(
  preparation: Preparation,
  { limitMs, stopOnFailure, autoPongMs, pingEveryMs, mask }: ConversationOptions,
): ConversationOptions {
  const stop = preparation.has('stop-on-failure')
    ? !/^(?:off|false|no)$/i.test(value(preparation, 'stop-on-failure') ?? '')
    : stopOnFailure;
  const pong = value(preparation, 'auto-pong');
  const key = value(preparation, 'mask');
  return {
    limitMs: durationMs(preparation, 'timeout') ?? limitMs,
    stopOnFailure: stop,
    autoPongMs: pong === null ? autoPongMs : pongDelayMs(pong),
    pingEveryMs: durationMs(preparation, 'ping-every') ?? pingEveryMs,
    mask: key === null ? mask : (readMask(key.toLowerCase()) ?? null),
  };
}

function pongDelayMs(text: string): number | null {
  return /^off$/i.test(text) ? null : (parseDuration(text)?.milliseconds ?? 0);
}

/** How long `# @sleep` waits. */
export function prepareSleepMs(preparation: Preparation): number {
  return readSleepMs(value(preparation, 'sleep') ?? '') ?? 0;
}

/** The value of a directive, checked once its variables are known. */
function value(preparation: Preparation, name: string): string | null {
  const text = preparation.directiveValue(name);
  const rule = activeDirectives.get(name);
  const range = preparation.directive(name)?.range;
  if (text === null || rule === undefined || range === undefined) return null;
  if (text.includes('{{') || rule.accepts(text)) return text;
  const shown = rule.shown?.(text) ?? text;
  throw failureOfDiagnostic(diagnose('WB1011', range, name, shown, rule.expected));
}

/** `# @no-proxy` wins: for every host, or for those that it names. */
function proxyOf(preparation: Preparation, variables: RequestVariables): RequestOptions['proxy'] {
  const proxy = chosenProxy(preparation, variables);
  if (!preparation.isOn('no-proxy') || !proxy) return proxy;
  const hosts = (value(preparation, 'no-proxy') ?? '')
    .split(/[\s,]+/)
    .filter((host) => host !== '');
  return hosts.length === 0 ? null : { ...proxy, noProxy: [...proxy.noProxy, ...hosts] };
}

/** A proxy that is written down holds for every host, and gets no credentials of another. */
function chosenProxy(
  preparation: Preparation,
  variables: RequestVariables,
): RequestOptions['proxy'] {
  const url = value(preparation, 'proxy') ?? variables.proxy;
  const { proxy } = preparation.context.options;
  if (url === null) return proxy;
  const verify = proxy?.verify ?? true;
  return { http: url, https: url, noProxy: ['<-loopback>'], authorization: null, verify };
}

function connectTo(preparation: Preparation): Pick<RequestOptions, 'connectTo'> {
  const found = preparation
    .directiveValues('connect-to')
    .flatMap(({ text, range }): ConnectTo[] => {
      if (text.includes('{{')) return [];
      const read = parseConnectTo(text);
      if (read !== null) return [read];
      const expected = activeDirectives.get('connect-to')?.expected ?? '';
      throw failureOfDiagnostic(diagnose('WB1011', range, 'connect-to', text, expected));
    });
  return found.length === 0 ? {} : { connectTo: found };
}

/** Oldest and newest TLS to offer; the wrong way round they would offer nothing. */
function tlsRange(preparation: Preparation): Pick<RequestOptions, `tls${'Min' | 'Max'}Version`> {
  const { options } = preparation.context;
  const min = tlsVersion(preparation, 'tls-min') ?? options.tlsMinVersion ?? null;
  const max = tlsVersion(preparation, 'tls-max') ?? options.tlsMaxVersion ?? null;
  if (min !== null && max !== null && tlsVersions.indexOf(min) > tlsVersions.indexOf(max)) {
    const reason = `the oldest TLS to offer (${min}) is newer than the newest (${max}).`;
    throw prepareFailure('WB_INVALID_REQUEST', preparation.request.lineRange, { reason });
  }
  return { tlsMinVersion: min, tlsMaxVersion: max };
}

function tlsVersion(preparation: Preparation, name: string): TlsVersion | null {
  return parseTlsVersion(value(preparation, name) ?? '');
}

function durationMs(preparation: Preparation, name: string): number | null {
  return parseDuration(value(preparation, name) ?? '')?.milliseconds ?? null;
}

/** Bare, it goes on for ever. */
function reconnecting(preparation: Preparation): Pick<RequestOptions, 'reconnectLimit'> {
  if (!preparation.has('reconnect')) return {};
  return { reconnectLimit: Number(value(preparation, 'reconnect') ?? Infinity) };
}

function profileOf(text: string | null): ConnectionProfile | null {
  if (text === null) return null;
  const count = Number(text);
  return Number.isNaN(count) ? (text as ConnectionProfile) : count;
}

/** What the request line asks for, else the directive. */
function httpVersion(preparation: Preparation): RequestedHttpVersion | null {
  const token = preparation.request.httpVersion?.text;
  if (token === undefined) return value(preparation, 'http-version') as RequestedHttpVersion | null;
  if (/prior/i.test(token)) return '2-prior';
  return /^HTTP\/2/i.test(token) ? '2' : '1.1';
}
