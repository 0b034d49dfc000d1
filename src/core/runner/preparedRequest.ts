import type { Authentication } from '../auth/authenticator.ts';
import type { ConnectTo } from '../request-file/connectTo.ts';
import type { TlsVersion } from '../request-file/tlsVersion.ts';
import type { WireEventBody } from '../wire/events.ts';
import type { ExchangeKind, HeaderField } from '../wire/wireFacts.ts';
import type { ProxySettings } from '../wire/proxy/proxySettings.ts';
import type { FailurePhase, WireErrorCode } from '../errors/wireError.ts';
import type { PreparedConclusion } from './preparedConclusion.ts';
import type { PreparedStep } from './preparedStep.ts';

/**
 * How many sockets an origin may have: `browser` and `urlsession` six (HTTP/2 multiplexed), `node` unlimited,
 * `single` one, a number that many.
 */
export type ConnectionProfile = 'browser' | 'urlsession' | 'node' | 'single' | number;

const browserConnections = 6;

/** Most connections to one origin under a profile; `null` is any number. */
export function connectionLimit(profile: ConnectionProfile): number | null {
  if (typeof profile === 'number') return Math.max(1, profile);
  if (profile === 'single') return 1;
  return profile === 'node' ? null : browserConnections;
}

/** The HTTP version asked for on the request line; `2-prior` is HTTP/2 with prior knowledge (RFC 9113 §3.3). */
export type RequestedHttpVersion = '1.1' | '2' | '2-prior';

/** A piece of a body: bytes, or a file that is streamed when the request is sent (absolute path). */
export type BodyPart = { bytes: Uint8Array } | { path: string };

/** A file that gets the body of the response. */
export interface ResponseTarget {
  /** Absolute. */
  path: string;
  /** `>>!`: what is there is replaced; else a further name is taken, `name-1.json`. */
  overwrite: boolean;
  /** Where it stands in the request file, from 1. */
  line: number;
  /** Folders that it must not lead out of, links followed; `null` for none. */
  within: readonly string[] | null;
}

/** How a conversation behaves beside its steps. Times in milliseconds. */
export interface ConversationOptions {
  /** Time for all of it, from the first lookup on; `null` where nobody has limited this one. */
  limitMs: number | null;
  /** No step is done after an expectation that was not met. */
  stopOnFailure: boolean;
  /** How long a ping waits for its pong; `null` answers none. */
  autoPongMs: number | null;
  /** Sends a ping of ours so often; `null` sends none. */
  pingEveryMs: number | null;
  /** How frames are masked: a fresh key for each, one key for all, or not at all (RFC 6455 §5.3 demands the first). */
  mask: 'random' | number | null;
}

/** A conversation without directives. */
export const defaultConversation: ConversationOptions = {
  limitMs: null,
  stopOnFailure: true,
  autoPongMs: 0,
  pingEveryMs: null,
  mask: 'random',
};

/** What proves who we are to a server that asks (RFC 8446 §4.3.2): PEM certificate and key, or PKCS #12. */
export interface ClientCertificate {
  /** The `host:port` it is meant for: a redirect elsewhere does not take it along. */
  authority: string;
  /** PEM, with the certificates of its authorities where the server needs them. */
  cert?: string;
  /** PEM. */
  key?: string;
  pfx?: Uint8Array;
  passphrase?: string;
}

/** What directives and settings decided. Times in milliseconds; `null` is no limit. */
export interface RequestOptions {
  verifyTls: boolean;
  extraCa: string[];
  /** SHA-256 fingerprints (`AA:BB:…`) of the server's certificate that are believed though verification fails. */
  trustedFingerprints?: string[];
  /** Absolute paths of PEM files with authorities to trust. */
  caFiles?: string[];
  clientCertificate?: ClientCertificate | null;
  /** Where to connect in place of what URLs say; the first that fits. */
  connectTo?: readonly ConnectTo[];
  /** Oldest and newest TLS to offer; `null` is Node's own choice. */
  tlsMinVersion?: TlsVersion | null;
  tlsMaxVersion?: TlsVersion | null;
  /** Absolute path of a file that gets the secrets of TLS connections; never from a request file. */
  keyLogFile?: string | null;
  /** `null` connects directly. */
  proxy?: ProxySettings | null;
  /** The UNIX socket behind which that `host` of URLs is; a redirect to another host leaves it. */
  unixSocket?: { path: string; host: string } | null;
  followRedirects: boolean;
  /** Server-sent events: how many times a stream that ended is taken up again; `Infinity` has no end. */
  reconnectLimit?: number;
  cookieJar: boolean;
  profile: ConnectionProfile;
  httpVersion: RequestedHttpVersion | null;
  /** For the whole exchange; for opening a conversation, which people hold open: that has a limit of its own. */
  timeoutMs: number | null;
  connectionTimeoutMs: number;
  /** Response bytes kept; the rest is counted and said. */
  bodyLimitBytes: number;
  /** WebSocket, command line: how long to wait for more before closing. */
  lingerMs: number;
  /** WebSocket: close with 1000 after the last step and `lingerMs` of silence (command line), or stay open. */
  closeWhenDone: boolean;
  /** WebSocket: offer permessage-deflate (RFC 7692); a text is the parameters of the offer. */
  deflate: boolean | string;
  /** WebSocket: largest message accepted; a longer one closes with 1009. */
  maxPayloadBytes: number;
  /** Conversations; `defaultConversation` where it is missing. */
  conversation?: ConversationOptions;
}

/** Where a request stands, for lenses and messages. */
export interface RequestOrigin {
  file: string;
  /** Line of the request line, counted from 1. */
  line: number;
  name: string | null;
}

/** Requests that are sent again together over another protocol, to be compared with the first time. */
export interface Repetition {
  /** The exchanges that are sent again. */
  of: readonly number[];
  /** Tells one repetition from another. */
  number: number;
}

/** A request with all variables resolved: exactly what will be sent. Structured-cloneable. */
export interface PreparedRequest extends RequestOrigin {
  kind: ExchangeKind;
  method: string;
  /** Absolute URL with scheme http, https, ws or wss; no fragment. */
  url: string;
  /** In written order, case and repetition; only what the file says. */
  headers: HeaderField[];
  /** Credentials that become headers only when the request is sent. */
  authentication?: Authentication;
  body: BodyPart[];
  /** Where the body of the response is kept; nowhere where it is missing. */
  saveTo?: ResponseTarget[];
  /** The conversation of a WebSocket or a raw socket. */
  steps: PreparedStep[];
  /** What looks at the answer; nothing where it is missing. */
  conclusion?: PreparedConclusion;
  /** How often it is sent because of its collections, this sending among them; left out where once. */
  sendings?: number;
  /** What the scripts above it did, told before anything else of the exchange. */
  told?: WireEventBody[];
  options: RequestOptions;
  /** `# @sleep`: how long to wait before it is sent. */
  sleepMs?: number;
  /** The requests that this one is sent again with; missing where it is sent for itself. */
  repetition?: Repetition;
  /** The environment whose cookies are sent and kept; left out for none. */
  environment?: string;
  /** Values to mask wherever the recording is shown. */
  secrets: string[];
}

/** A request that could not be prepared: recorded as an exchange that failed before anything was sent. */
export interface UnpreparedRequest extends RequestOrigin {
  kind: ExchangeKind;
  method: string;
  url: string;
  failure: { code: WireErrorCode; phase: FailurePhase; params: Record<string, string> };
  /** Values to mask wherever the failure is shown. */
  secrets?: string[];
}

/** Tells what can be sent from what cannot. */
export function isPrepared(
  request: PreparedRequest | UnpreparedRequest | null,
): request is PreparedRequest {
  return request !== null && !('failure' in request);
}
