import { isUtf8 } from 'node:buffer';
import type { WireEvent, WireEventOf } from '../core/wire/events.ts';
import type { HeaderField, Timings } from '../core/wire/wireFacts.ts';
import { hexDump } from './hexDump.ts';
import { printable } from './printable.ts';
import type { Reporter, Write } from './reporter.ts';
import { streamNotes } from './streamNotes.ts';

/** The wire for people: a line or a few for each event that says something new. */
export function textReporter(write: Write): Reporter {
  const note = streamNotes();
  return {
    event: (event) => {
      for (const text of [describe(event), note(event)]) {
        if (text !== '') write(`${printable(text)}\n`);
      }
    },
    end: () => undefined,
  };
}

const GIVEN_UP: Record<WireEventOf<'tcp.cancelled'>['reason'], string> = {
  otherConnected: 'given up: another address was faster',
  timeout: 'no answer in time',
  cancelled: 'cancelled',
};

function describe(event: WireEvent): string {
  switch (event.event) {
    case 'exchange.started':
      return `\n▶ ${event.name === null ? '' : `${event.name}  `}${event.method} ${event.url}`;
    case 'dns.resolved':
      return `  DNS   ${event.addresses.map(({ address }) => address).join(', ')}`;
    case 'tcp.failed':
      return `  TCP   ${event.remote.address}:${event.remote.port} ${event.code}`;
    case 'tcp.cancelled':
      return `  TCP   ${event.remote.address}:${event.remote.port} ${GIVEN_UP[event.reason]}`;
    case 'tcp.connected':
      return `  TCP   ${fourTuple(event)}`;
    case 'unix.connected':
      return `  UNIX  ${event.path}`;
    case 'unix.failed':
      return `  UNIX  ${event.path} ${event.code}`;
    case 'udp.connected':
      return `  UDP   ${fourTuple(event)}`;
    case 'proxy.connect':
      return `  PROXY ${event.proxy} → ${event.target}`;
    case 'proxy.response':
      return `  PROXY ${event.status} ${event.reason}`.trimEnd();
    case 'tls.established':
      return describeTls(event);
    case 'connection.reused':
      return `  ${isUnix(event) ? 'UNIX' : 'TCP '}  ${fourTuple(event)} reused (request ${event.requestsBefore + 1} on this socket)`;
    case 'http.request':
      return describeRequest(event);
    case 'http.informational':
      return head(`< ${event.status}`, '< ', event.headers);
    case 'http.response':
      return head(
        `< HTTP/${event.httpVersion} ${event.status} ${event.reason}`.trimEnd(),
        '< ',
        event.headers,
      );
    case 'http.body':
      return describeBody(event);
    case 'http.redirect':
      return `  ${event.status} → ${event.to}`;
    case 'http.retry':
      return `  ↻ ${event.code}: the reused connection was closed; sent again on a new one`;
    case 'http.challenge':
      return `  ${event.status} ${event.scheme} realm "${event.realm}": sent again with credentials`;
    case 'sse.event':
      return `↓ event ${event.type} ${event.data}`;
    case 'script.log':
      return `  log   ${event.text}`;
    case 'response.saved':
      return `  saved ${event.bytes} B → ${event.path}`;
    case 'expect':
      return `${event.passed ? '✓' : '✕'} ${event.text}${event.passed ? '' : ` — ${event.missing ?? event.actual}`}`;
    case 'exchange.failed':
      return `✕ ${event.message}\n  ${event.hint}\n  ${event.code} in ${event.phase}${event.cause === null ? '' : ` · ${event.cause}`}`;
    case 'exchange.completed':
      return `  ${event.outcome} · ${describeTimings(event.timings)} · ↑${event.bytes.sent} B ↓${event.bytes.received} B`;
    default:
      return describeWebSocket(event);
  }
}

/** A proxy that forwards opens no tunnel that would tell of it. */
function describeRequest(event: WireEventOf<'http.request'>): string {
  const { method, target, httpVersion, headers, proxy } = event;
  const text = head(`> ${method} ${target} HTTP/${httpVersion}`, '> ', headers);
  return proxy === undefined ? text : `  PROXY ${proxy} forwards\n${text}`;
}

function describeWebSocket(event: WireEvent): string {
  switch (event.event) {
    case 'ws.handshake': {
      const verdict = event.extendedConnect
        ? `${event.status < 300 ? '✓' : '✕'} extended CONNECT (RFC 8441): no key, no Sec-WebSocket-Accept`
        : event.acceptOk
          ? '✓ Sec-WebSocket-Accept verified'
          : '✕ Sec-WebSocket-Accept wrong';
      return `  ${verdict}${event.protocol === null ? '' : ` · subprotocol ${event.protocol}`}`;
    }
    case 'ws.message':
      return describeMessage(event);
    case 'raw.data':
      return describeData(event);
    case 'ws.ping':
      return `${arrow(event.dir)} ping ${event.bytes} B`;
    case 'ws.pong':
      return `${arrow(event.dir)} pong ${event.bytes} B${event.rttMs === undefined ? '' : `  RTT ${event.rttMs} ms`}`;
    case 'ws.close':
      return `${arrow(event.dir)} close ${event.code} ${event.codeName} ${event.reason}`.trimEnd();
    case 'ws.reconnect':
      return describeReconnect(event);
    case 'ws.frame':
      return event.valid ? '' : `✕ ${event.opcodeName} frame: ${event.error ?? 'invalid'}`;
    default:
      return '';
  }
}

function describeReconnect(event: WireEventOf<'ws.reconnect'>): string {
  const { closeCode, code = '', afterMs, attempt } = event;
  const loss = closeCode === undefined ? code : `closed with ${closeCode}`;
  return `  ↻ ${loss}: connecting again in ${afterMs / 1000} s (attempt ${attempt})`;
}

function describeMessage(event: WireEventOf<'ws.message'>): string {
  const start = `${arrow(event.dir)} ${event.type} ${event.bytes} B`;
  if (event.text !== undefined) return `${start}  ${event.text}`;
  const dump = dumpOf(event.base64);
  return dump === '' ? start : `${start}\n${dump}`;
}

/** A line of text as such, anything else as bytes. */
function describeData({ dir, bytes, base64 }: WireEventOf<'raw.data'>): string {
  const data = Buffer.from(base64, 'base64');
  const text = isUtf8(data) ? data.toString().trimEnd() : '';
  const isPlain = text !== '' && !/[\u0000-\u0008\u000e-\u001f]/.test(text);
  return `${arrow(dir)} ${bytes} B${isPlain ? `  ${text}` : `\n${dumpOf(base64)}`}`;
}

function dumpOf(base64: string | undefined): string {
  return base64 === undefined ? '' : hexDump(Buffer.from(base64, 'base64'));
}

function describeTls(event: WireEventOf<'tls.established'>): string {
  const facts = [event.version, event.cipher, event.group, event.alpn].filter(
    (fact) => fact !== null,
  );
  const verdict = event.authorized ? '' : ` · NOT VERIFIED (${event.authorizationError ?? ''})`;
  return `  TLS   ${facts.join(' · ')}${verdict}`;
}

function describeBody(event: WireEventOf<'http.body'>): string {
  const { wireBytes, bytes } = event.received;
  const sizes =
    wireBytes === bytes ? `${bytes} B` : `${wireBytes} B ${event.encoding} → ${bytes} B`;
  const shown = event.text ?? dumpOf(event.base64);
  const cut = event.truncated === true ? '\n  … truncated' : '';
  const kept = event.undecoded === undefined ? '' : `, not decoded from ${event.undecoded}`;
  return `\n${shown}${cut}\n  body ${sizes}${kept}`;
}

function describeTimings(timings: Timings): string {
  const { total, ...phases } = timings;
  const parts = Object.entries(phases)
    .filter(([, ms]) => ms !== null)
    .map(([phase, ms]) => `${phase} ${ms}`);
  return `${total} ms${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`;
}

function head(start: string, prefix: string, headers: readonly HeaderField[]): string {
  return [start, ...headers.map(([name, value]) => `${prefix}${name}: ${value}`)].join('\n');
}

function fourTuple({
  local,
  remote,
}: Pick<WireEventOf<'tcp.connected'>, 'local' | 'remote'>): string {
  if (isUnix({ remote })) return remote.address;
  return `${local.address}:${local.port} → ${remote.address}:${remote.port}`;
}

function isUnix({ remote }: Pick<WireEventOf<'tcp.connected'>, 'remote'>): boolean {
  return remote.port === 0;
}

function arrow(direction: 'in' | 'out'): string {
  return direction === 'out' ? '↑' : '↓';
}
