import type { Duplex } from 'node:stream';
import type { TlsVersion } from '../../request-file/tlsVersion.ts';
import type { ClientCertificate } from '../../runner/preparedRequest.ts';
import type { Proxy } from '../proxy/proxy.ts';
import type { ProxyChoice } from '../proxy/proxySettings.ts';
import type { CertificateFacts, Direction, SocketAddress } from '../wireFacts.ts';
import type { ConnectionSink } from '../sink.ts';
import type { OcspStaple } from './ocsp.ts';
import type { TappedSocket } from './tappedSocket.ts';

/** What TLS agreed on, and whether the peer's certificate is to be believed. */
export interface TlsFacts {
  version: string;
  cipher: string;
  group: string | null;
  alpn: string | null;
  sni: string | null;
  resumed: boolean;
  authorized: boolean;
  authorizationError?: string;
  /** Of a resumed session those that were verified when it began. */
  chain: CertificateFacts[];
  ocsp?: OcspStaple | null;
}

/** What is known of a socket once it is ready. */
export interface ConnectionFacts {
  /** `scheme://host:port`, lower case; `unix:/path` of a UNIX socket. */
  origin: string;
  local: SocketAddress;
  remote: SocketAddress;
  tls: TlsFacts | null;
  /** Proxy URL without credentials. */
  proxy: string | null;
  /** What TLS agreed on with the proxy itself; `null` where it is spoken to in the clear. */
  proxyTls?: TlsFacts | null;
}

/** Sees plaintext as it passes the tap, and where it stands in the byte log of its direction. */
export type PlaintextListener = (direction: Direction, chunk: Buffer, offset: number) => void;

/** One socket, dialed and (where asked) secured. Everything written and read passes its taps. */
export interface Connection {
  readonly id: number;
  readonly facts: ConnectionFacts;
  /** The plaintext side, above the tap; only this or `socket` may be used. */
  readonly stream: Duplex;
  /** The same for who needs no stream. */
  readonly socket: TappedSocket;
  readonly sink: ConnectionSink;
  /** Called for what passes from now on. */
  onPlaintext: PlaintextListener | null;
  /** Requests that were put on this socket so far. */
  requests: number;
  /** The proxy at the other end passes single requests on, so it wants the whole URL (RFC 9112 §3.2.2). */
  readonly forwarder: Proxy | null;
}

/** Where to and how to dial. */
export interface DialTarget {
  /** Scheme of the origin, where it is not http or https. */
  scheme?: 'tcp' | 'tls';
  host: string;
  port: number;
  secure: boolean;
  /** ALPN protocols to offer, most wanted first; empty offers none. */
  alpn: string[];
  /** Verify the peer's certificate. */
  verify: boolean;
  /** PEM certificates to trust beside the bundled and the system's ones. */
  extraCa: string[];
  /** Absolute paths of PEM files with authorities to trust. */
  caFiles?: string[];
  /** Shown to a server that asks for it. */
  clientCertificate?: ClientCertificate | null;
  /** Oldest and newest TLS to offer; `null` is Node's own choice. */
  minVersion?: TlsVersion | null;
  maxVersion?: TlsVersion | null;
  /** Absolute path of a file that gets the secrets of the connection. */
  keyLogFile?: string | null;
  /** SHA-256 fingerprints (`AA:BB:…`) of certificates of the peer itself that are believed though verification fails. */
  trustedFingerprints?: string[];
  /** Path of the UNIX socket to connect to; host and port are names then. */
  socketPath?: string | null;
  /** Connects there instead; all else is about host and port. */
  connectTo?: { host: string; port: number } | null;
  /** `null` connects directly. */
  proxy?: ProxyChoice | null;
  /** Only a byte stream to the target will do: an HTTP proxy is asked for a tunnel. */
  tunnel?: boolean;
  connectionTimeoutMs: number;
}
