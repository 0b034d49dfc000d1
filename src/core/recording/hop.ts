import type { BodyLog } from './bodyLog.ts';
import { PhaseSpans } from './phaseSpans.ts';
import { ProxySteps } from './proxySteps.ts';
import { unixAddress } from '../wire/dialer/unixAddress.ts';
import type { WireEventBody, WireEventOf } from '../wire/events.ts';
import type { HeaderField, SocketAddress } from '../wire/wireFacts.ts';
import type { AttemptView, HopCause } from '../../protocol/hopView.ts';

/** Interim responses that a hop's view lists; all of them are in the events. */
const informationalLimit = 50;

/** Most hops have nothing of most kinds. */
const none: readonly never[] = [];

/** One request and its answer, folded from the events of its exchange; a redirect or a retry begins a new hop. */
export class Hop {
  readonly url: string;
  /** What led to it; `null` for the first one. */
  readonly cause: HopCause | null;
  readonly phases = new PhaseSpans();
  attempts: readonly AttemptView[] = none;
  /** What was done with its proxy; `null` where there is none. */
  proxy: ProxySteps | null = null;
  informational: readonly { status: number; headers: HeaderField[] }[] = none;
  request: WireEventOf<'http.request'> | null = null;
  response: WireEventOf<'http.response'> | null = null;
  trailers: readonly HeaderField[] = none;
  body: BodyLog | null = null;
  connection: number | null = null;
  requestsBefore = 0;
  /** When its WebSocket opened, and when it was lost and another hop followed. */
  openedMs: number | null = null;
  lostMs: number | null = null;
  /** Code of what lost the connection before an answer, where the request was then sent again. */
  lostBy: string | null = null;
  dns: { host: string; addresses: string[] } | null = null;

  constructor(url: string, cause: HopCause | null = null) {
    this.url = url;
    this.cause = cause;
  }

  /** The hop goes over this socket. */
  takeConnection(connection: number): void {
    this.connection = connection;
    this.requestsBefore = 0;
  }

  observe(event: WireEventBody, timeMs: number, connection: number | undefined): void {
    if (connection !== undefined) this.connection = connection;
    if (isAboutProxy(event)) this.proxy ??= new ProxySteps();
    this.proxy?.observe(event, timeMs);
    switch (event.event) {
      case 'dns.started':
        this.dns = { host: event.host, addresses: [] };
        break;
      case 'dns.resolved':
        this.dns?.addresses.push(...event.addresses.map(({ address }) => address));
        break;
      case 'tcp.attempt':
        this.#beginAttempt(event.remote, timeMs);
        break;
      case 'tcp.failed':
        this.#endAttempt(event.remote, timeMs, event.code);
        break;
      case 'tcp.cancelled':
        this.#endAttempt(event.remote, timeMs, event.reason);
        break;
      case 'tcp.connected':
        this.#endAttempt(event.remote, timeMs, 'connected');
        break;
      case 'unix.connect':
        this.#beginAttempt(unixAddress(event.path), timeMs);
        break;
      case 'unix.failed':
        this.#endAttempt(unixAddress(event.path), timeMs, event.code);
        break;
      case 'unix.connected':
        this.#endAttempt(unixAddress(event.path), timeMs, 'connected');
        break;
      case 'connection.reused':
        this.requestsBefore = event.requestsBefore;
        break;
      case 'http.request':
        this.request = event;
        break;
      case 'http.informational':
        this.#addInformational(event);
        break;
      case 'http.response':
        this.response = event;
        break;
      case 'http.trailers':
        this.trailers = event.headers;
        break;
      case 'http.retry':
        this.lostBy = event.code;
        this.phases.fail(event.phase);
        break;
      default:
    }
  }

  #addInformational({ status, headers }: WireEventOf<'http.informational'>): void {
    if (this.informational.length < informationalLimit)
      this.informational = [...this.informational, { status, headers }];
  }

  #beginAttempt(remote: SocketAddress, startMs: number): void {
    this.attempts = [...this.attempts, { remote, startMs, endMs: null, result: null }];
  }

  #endAttempt(remote: SocketAddress, timeMs: number, result: string): void {
    const attempt = this.attempts.find(
      (each) =>
        each.result === null &&
        each.remote.address === remote.address &&
        each.remote.port === remote.port,
    );
    if (attempt === undefined) return;
    attempt.endMs = timeMs;
    attempt.result = result;
  }
}

function isAboutProxy(event: WireEventBody): boolean {
  if (event.event.startsWith('proxy.')) return true;
  return event.event.startsWith('tls.') && 'via' in event && event.via === 'proxy';
}
