import type { ConnectionView, TlsView } from '../../protocol/connectionView.ts';
import type { ExchangeView } from '../../protocol/exchange.ts';
import type { HopView } from '../../protocol/hopView.ts';
import { closeReasonText } from '../lanes/laneWords.ts';
import { reusedText } from '../shell/factsLine.ts';
import { formatAddress, formatBytes, formatDate, formatMs } from '../words/formats.ts';
import { say } from '../words/words.ts';

/** A line of the connection's facts; a verdict has a tone. */
export interface Fact {
  name: string;
  value: string;
  tone?: 'good' | 'bad' | 'dim';
}

function protocolFact(exchange: ExchangeView, tls: TlsView | null): Fact {
  const version = `HTTP/${exchange.httpVersion ?? '1.1'}`;
  const name = say('factProtocol');
  if (!tls) return { name, value: say('protocolPlain', version) };
  const offered = (tls.offered?.alpn ?? []).join(', ');
  if (tls.alpn === null) {
    return { name, value: say(offered ? 'protocolNoAnswer' : 'protocolNoAlpn', version, offered) };
  }
  return {
    name,
    value: offered
      ? say('protocolAlpnOffered', version, tls.alpn, offered)
      : say('protocolAlpn', version, tls.alpn),
  };
}

function closedFact(connection: ConnectionView): Fact | null {
  const { closed } = connection;
  if (!closed) return null;
  const words = { local: 'closedByUs', remote: 'closedByPeer', error: 'closedByError' } as const;
  const value = [say(words[closed.by]), closeReasonText(closed)].filter(Boolean).join(': ');
  return { name: say('factClosed'), value };
}

function bytesFact(out: number, received: number, name: string): Fact {
  const counts = [`↑ ${formatBytes(out)}`, `↓ ${formatBytes(received)}`];
  return { name, value: counts.map(unbroken).join('   ') };
}

/** A number stays in one line with its unit. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

/** The socket: its four-tuple, whether it is new, what passed through it. */
export function socketFacts(
  exchange: ExchangeView,
  hop: HopView | null,
  connection: ConnectionView,
): Fact[] {
  const { local, remote, tls } = connection;
  const facts: (Fact | null)[] = [
    remote ? { name: say('factRemote'), value: formatAddress(remote) } : null,
    local ? { name: say('factLocal'), value: formatAddress(local) } : null,
    { name: say('factSocket'), value: (hop && reusedText(hop)) ?? say('socketNew') },
    remote ? protocolFact(exchange, tls) : null,
    connection.proxy === null ? null : { name: say('factProxy'), value: connection.proxy },
    hop?.dns
      ? { name: say('factDns'), value: `${hop.dns.host} → ${hop.dns.addresses.join(', ')}` }
      : null,
    bytesFact(connection.bytesOut, connection.bytesIn, say(tls ? 'factPlainBytes' : 'factBytes')),
    tls
      ? bytesFact(connection.cipherBytesOut, connection.cipherBytesIn, say('factCipherBytes'))
      : null,
    exchange.deflateRatio === null
      ? null
      : {
          name: say('factCompression'),
          value: say('deflateRatio', formatMs(exchange.deflateRatio)),
        },
    closedFact(connection),
  ];
  return facts.filter((fact) => fact !== null);
}

/** What TLS agreed on, and whether the peer's certificate is to be believed. */
export function tlsFacts(tls: TlsView): Fact[] {
  const verdict: Fact = tls.authorized
    ? { name: say('factVerified'), value: `✓ ${say('verifiedYes')}`, tone: 'good' }
    : {
        name: say('factVerified'),
        value: `✕ ${say('verifiedNo', tls.authorizationError ?? '')}`.trim(),
        tone: 'bad',
      };
  const facts: (Fact | null)[] = [
    verdict,
    tls.version === ''
      ? null
      : { name: say('factTlsVersion'), value: tls.version.replace('TLSv', 'TLS ') },
    tls.cipher === '' ? null : { name: say('factCipher'), value: tls.cipher },
    tls.group === null ? null : { name: say('factGroup'), value: tls.group },
    { name: say('factSni'), value: tls.sni ?? say('sniNone') },
    tls.resumed ? { name: say('factResumed'), value: say('resumedYes') } : null,
    tls.retryGroup ? { name: say('factRetry'), value: say('retryAsked', tls.retryGroup) } : null,
    ocspFact(tls),
    certificateRequestFact(tls),
    tls.alerts?.length ? { name: say('factAlerts'), value: tls.alerts.join('\n') } : null,
    tls.keyLogFile
      ? { name: say('factKeyLog'), value: say('keyLogTo', tls.keyLogFile), tone: 'bad' }
      : null,
  ];
  return facts.filter((fact) => fact !== null);
}

/** A full handshake of TLS 1.3 asks in an encrypted message (RFC 8446 §4.3.2): that is said where the answer is looked for. */
function certificateRequestFact({ clientAuthorities, version, resumed }: TlsView): Fact | null {
  if (!clientAuthorities) {
    return version === 'TLSv1.3' && !resumed
      ? { name: say('factClientCertificate'), value: say('certificateAskedEncrypted'), tone: 'dim' }
      : null;
  }
  const value = clientAuthorities.join('\n') || say('certificateOfAny');
  return { name: say('factCertificateRequest'), value };
}

function ocspFact({ ocsp }: TlsView): Fact | null {
  if (!ocsp) return null;
  const words = {
    good: 'ocspGood',
    revoked: 'ocspRevoked',
    unknown: 'ocspUnknown',
    unreadable: 'ocspUnreadable',
  } as const;
  const status = say(words[ocsp.status]);
  const { nextUpdate } = ocsp;
  const dated = nextUpdate === null ? status : say('ocspUntil', status, formatDate(nextUpdate));
  return {
    name: 'OCSP',
    value: ocsp.status === 'unreadable' ? status : `${dated}\n${say('ocspUnchecked')}`,
    ...(ocsp.status === 'revoked' ? { tone: 'bad' as const } : {}),
  };
}

/** What the ClientHello offered. */
export function offeredFacts(offered: NonNullable<TlsView['offered']>): Fact[] {
  return [
    { name: say('factTlsVersion'), value: offered.versions.join(', ') },
    { name: say('factAlpn'), value: offered.alpn.join(', ') },
    { name: say('factGroup'), value: offered.groups.join(', ') },
    { name: say('factKeyShares'), value: (offered.keyShares ?? []).join(', ') },
    { name: say('factSignatures'), value: (offered.signatureAlgorithms ?? []).join(', ') },
    { name: say('factCiphers'), value: offered.ciphers.join(', ') },
    { name: say('factExtensions'), value: (offered.extensions ?? []).join(', ') },
    { name: say('factResumed'), value: offered.resumption ?? '' },
    { name: 'GREASE', value: (offered.grease ?? []).join(', ') },
  ].filter(({ value }) => value !== '');
}
