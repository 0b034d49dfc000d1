import { createHash, randomBytes } from 'node:crypto';
import { extension, PerMessageDeflate, subprotocol } from 'ws';
import type { ExtensionParameters } from 'ws';
import { WireError } from '../../errors/wireError.ts';
import type { WireErrorCode } from '../../errors/wireError.ts';
import type { PreparedRequest } from '../../runner/preparedRequest.ts';
import type { HeaderField, WebSocketExtension } from '../wireFacts.ts';
import { assertSendable } from '../http/headerFields.ts';
import { requestTarget } from '../http/requestTarget.ts';

const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const KEY_BYTES = 16;
const DEFLATE = 'permessage-deflate';

/** What we ask of the server (RFC 6455 §4.1). */
export interface UpgradeOffer {
  target: string;
  /** In the order in which they are written. */
  headers: HeaderField[];
  key: string;
  protocols: string[];
  extensions: Record<string, ExtensionParameters[]>;
}

/** What a response head says; names in any case. */
export interface UpgradeAnswer {
  status: number;
  headers: HeaderField[];
}

/** What both sides agreed on. */
export interface Agreement {
  protocol: string | null;
  deflate: PerMessageDeflate | null;
}

/**
 * Makes the offer. A header of the request replaces ours of the same name, at its own place.
 * Fails with `WB_INVALID_HEADER`, or `WB_INVALID_REQUEST` if subprotocols or extensions are malformed.
 */
export function makeOffer(request: PreparedRequest): UpgradeOffer {
  assertSendable(request.headers);
  const given = new Set(request.headers.map(([name]) => name.toLowerCase()));
  const defaults: HeaderField[] = [
    ['Host', new URL(request.url).host],
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Key', randomBytes(KEY_BYTES).toString('base64')],
    ['Sec-WebSocket-Version', '13'],
  ];
  const { deflate } = request.options;
  if (deflate !== false) {
    const parameters = deflate === true ? 'client_max_window_bits' : deflate;
    defaults.push(['Sec-WebSocket-Extensions', `${DEFLATE}; ${parameters}`]);
  }
  const ours = defaults.filter(([name]) => !given.has(name.toLowerCase()));
  const headers = [...ours, ...request.headers];
  return {
    target: requestTarget(request.url),
    headers,
    key: joined(headers, 'sec-websocket-key') ?? '',
    protocols: [...parsed(headers, 'sec-websocket-protocol', subprotocol.parse, new Set<string>())],
    extensions: parsed(headers, 'sec-websocket-extensions', extension.parse, {}),
  };
}

/** `Sec-WebSocket-Accept` for a key (RFC 6455 §4.2.2). */
export function acceptFor(key: string): string {
  return createHash('sha1')
    .update(key + ACCEPT_GUID)
    .digest('base64');
}

/** The values of a header in one line, as RFC 9110 §5.3 joins them; `null` if it is missing. */
export function joined(headers: HeaderField[], name: string): string | null {
  const values = headers.filter(([given]) => given.toLowerCase() === name);
  return values.length === 0 ? null : values.map(([, value]) => value.trim()).join(', ');
}

/** The extensions that the server chose; `null` if the header is malformed. */
export function chosenExtensions(answer: UpgradeAnswer): WebSocketExtension[] | null {
  const chosen = parseChosen(answer);
  if (chosen instanceof SyntaxError) return null;
  return Object.entries(chosen).flatMap(([name, configurations]) =>
    configurations.map((parameters) => ({ name, params: firstValues(parameters) })),
  );
}

/** Judges the answer to an upgrade: what was agreed on, or why the answer cannot be accepted (RFC 6455 §4.1). */
export function agree(
  offer: UpgradeOffer,
  answer: UpgradeAnswer,
  maxPayloadBytes: number,
): Agreement {
  if (answer.status !== 101) throw refusal(answer);
  checkUpgradeHeaders(answer);
  checkAccept(offer, answer);
  return agreedTerms(offer, answer, maxPayloadBytes);
}

/** The same over HTTP/2: any 2xx opens it, and there is neither `Upgrade` nor `Sec-WebSocket-Accept` (RFC 8441 §5). */
export function agreeOverHttp2(
  offer: UpgradeOffer,
  answer: UpgradeAnswer,
  maxPayloadBytes: number,
): Agreement {
  if (answer.status < 200 || answer.status > 299) throw refusal(answer);
  return agreedTerms(offer, answer, maxPayloadBytes);
}

function agreedTerms(
  offer: UpgradeOffer,
  answer: UpgradeAnswer,
  maxPayloadBytes: number,
): Agreement {
  return {
    protocol: agreedProtocol(offer, answer),
    deflate: agreedDeflate(offer, answer, maxPayloadBytes),
  };
}

function refusal({ status, headers }: UpgradeAnswer): WireError {
  const location = joined(headers, 'location');
  const redirects = status >= 300 && status < 400 && location !== null;
  return upgradeFault('WB_WS_REFUSED', 'RFC 6455 §4.2.2', {
    status: String(status),
    ...(redirects ? { location } : {}),
  });
}

function checkUpgradeHeaders({ headers }: UpgradeAnswer): void {
  const upgrade = joined(headers, 'upgrade');
  if (upgrade?.toLowerCase() !== 'websocket') {
    throw badUpgrade(upgrade === null ? 'Upgrade is missing.' : `Upgrade is “${upgrade}”.`);
  }
  const connection = joined(headers, 'connection');
  const options = connection?.toLowerCase().split(',') ?? [];
  if (!options.some((option) => option.trim() === 'upgrade')) {
    throw badUpgrade(
      connection === null ? 'Connection is missing.' : `Connection is “${connection}”.`,
    );
  }
}

function badUpgrade(reason: string): WireError {
  return upgradeFault('WB_WS_BAD_UPGRADE', 'RFC 6455 §4.1', { reason });
}

function checkAccept({ key }: UpgradeOffer, { headers }: UpgradeAnswer): void {
  const accept = joined(headers, 'sec-websocket-accept');
  const expected = acceptFor(key);
  if (accept === expected) return;
  throw upgradeFault('WB_WS_BAD_ACCEPT', 'RFC 6455 §4.1', {
    key,
    accept: accept ?? 'nothing',
    expected,
  });
}

function agreedProtocol({ protocols }: UpgradeOffer, { headers }: UpgradeAnswer): string | null {
  const protocol = joined(headers, 'sec-websocket-protocol');
  if (protocol === null || protocols.includes(protocol)) return protocol;
  throw upgradeFault('WB_WS_BAD_SUBPROTOCOL', 'RFC 6455 §4.1', {
    protocol,
    offered: protocols.join(', '),
  });
}

function agreedDeflate(
  offer: UpgradeOffer,
  answer: UpgradeAnswer,
  maxPayloadBytes: number,
): PerMessageDeflate | null {
  const chosen = parseChosen(answer);
  if (chosen instanceof SyntaxError) throw badExtension(`${chosen.message}.`, chosen);
  for (const name of Object.keys(chosen)) {
    if (!Object.hasOwn(offer.extensions, name)) throw badExtension(`${name} was not offered.`);
  }
  const configurations = chosen[DEFLATE];
  if (configurations === undefined) return null;
  if (configurations.length > 1) throw badExtension(`${DEFLATE} is accepted twice.`);
  const offersWindow = offer.extensions[DEFLATE]?.some((each) => 'client_max_window_bits' in each);
  const deflate = new PerMessageDeflate({
    maxPayload: maxPayloadBytes,
    threshold: 0,
    ...(offersWindow === true ? {} : { clientMaxWindowBits: false }),
  });
  try {
    deflate.accept(configurations);
  } catch (error) {
    throw badExtension(error instanceof Error ? `${error.message}.` : String(error), error);
  }
  return deflate;
}

function badExtension(reason: string, cause?: unknown): WireError {
  const params = { rfc: 'RFC 6455 §9.1', reason };
  return new WireError('WB_WS_BAD_EXTENSION', 'upgrade', { params, cause });
}

function upgradeFault(code: WireErrorCode, rfc: string, params: Record<string, string>): WireError {
  return new WireError(code, 'upgrade', { params: { rfc, ...params } });
}

function parseChosen({ headers }: UpgradeAnswer): ReturnType<typeof extension.parse> | SyntaxError {
  const header = joined(headers, 'sec-websocket-extensions');
  if (header === null) return {};
  try {
    return extension.parse(header);
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
}

function parsed<T>(
  headers: HeaderField[],
  name: string,
  parse: (header: string) => T,
  absent: T,
): T {
  const header = joined(headers, name);
  if (header === null) return absent;
  try {
    return parse(header);
  } catch (error) {
    const reason = `${name} is malformed: “${header}”.`;
    throw new WireError('WB_INVALID_REQUEST', 'prepare', { cause: error, params: { reason } });
  }
}

function firstValues(parameters: ExtensionParameters): Record<string, string | true> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, values]) => [name, values[0] ?? true]),
  );
}
