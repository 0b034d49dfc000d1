import { Cookie } from 'tough-cookie';
import type { VariableFailure } from '../variables/variable.ts';
import type { ValueSelector } from '../variables/responseReference.ts';
import { select } from '../selection/select.ts';
import type { Selection } from '../selection/selection.ts';
import type { ExchangeLog } from './exchangeLog.ts';
import type { Hop } from './hop.ts';
import { everything } from './masker.ts';
import { bodyText, recordedAnswer } from './recordedAnswer.ts';
import { requestPayload } from './requestPayload.ts';

/** A value of an exchange for a later request, as it was on the wire; or why there is none. */
export type ExchangeValue =
  | { state: 'known'; value: string; secret: boolean }
  /** The exchange is not over yet. */
  | { state: 'pending' }
  | { state: 'missing'; failure: VariableFailure };

/** Reads what `selector` asks for of the last hop. `expression` is what the user wrote, for the failure. */
export async function exchangeValue(
  exchange: ExchangeLog,
  selector: ValueSelector,
  expression: string,
): Promise<ExchangeValue> {
  const { failure, completedMs, state, openedMs } = exchange.story;
  const captured = selector.of === 'member' ? captureOf(exchange, selector.path) : undefined;
  if (captured !== undefined) return settle(exchange, expression, { found: captured });
  const isHead = ['status', 'header', 'cookie'].includes(selector.of);
  if (completedMs === null && (openedMs === null || !isHead)) return { state: 'pending' };
  if (failure !== null) return missing('WB2013', expression, failure.message);
  if (state === 'cancelled') return missing('WB2013', expression, 'it was cancelled.');
  return settle(exchange, expression, await find(exchange, selector));
}

/** What a conversation took out of a message under this name. */
function captureOf({ conversation }: ExchangeLog, path: string): string | undefined {
  return conversation.captures.get(path.replace(/^\$\./, ''));
}

/** Text, or why there is none; `secret` where its place makes it one. */
type Finding =
  Selection | { problem: 'cut'; keptBytes: number } | { found: string; secret: boolean };

function settle(exchange: ExchangeLog, expression: string, finding: Finding): ExchangeValue {
  if ('found' in finding) {
    const { found } = finding;
    const secret = 'secret' in finding && finding.secret;
    const masked = exchange.masker.text(found) !== found;
    return { state: 'known', value: found, secret: secret || masked };
  }
  switch (finding.problem) {
    case 'nothing':
      return missing('WB2012', expression);
    case 'document':
      return missing('WB2015', expression, finding.wanted);
    case 'path':
      return missing('WB2016', expression, finding.reason);
    case 'cut':
      return missing('WB2014', expression, String(finding.keptBytes));
  }
}

function missing(code: VariableFailure['code'], ...args: string[]): ExchangeValue {
  return { state: 'missing', failure: { code, args } };
}

function find(exchange: ExchangeLog, selector: ValueSelector): Finding | Promise<Finding> {
  switch (selector.of) {
    case 'status':
      return status(exchange);
    case 'header':
      return header(exchange, selector);
    case 'cookie':
      return cookie(exchange.story.hops, selector.name, selector.attribute);
    case 'member':
      return inBody(body(exchange, 'response'), selector.path);
    case 'body':
      return inBody(body(exchange, selector.side), selector.path);
  }
}

function status({ story: { hop } }: ExchangeLog): Finding {
  return hop.response === null ? { problem: 'nothing' } : { found: String(hop.response.status) };
}

function header(
  exchange: ExchangeLog,
  { side, name, index }: Extract<ValueSelector, { of: 'header' }>,
): Finding {
  const values = headersOf(exchange, side).filter(([other]) => isSame(other, name));
  const [field, value] = values[index] ?? [];
  if (field === undefined || value === undefined) return { problem: 'nothing' };
  return { found: value, secret: exchange.masker.headerRanges(field, value).length > 0 };
}

function headersOf({ story: { hop } }: ExchangeLog, side: 'request' | 'response') {
  return (side === 'request' ? hop.request?.headers : hop.response?.headers) ?? [];
}

/** A cookie that a response sets (RFC 6265 §5.2), a redirect too; its value is secret. */
function cookie(hops: readonly Hop[], name: string, attribute: string): Finding {
  const found = hops
    .flatMap(({ response }) => response?.headers ?? [])
    .filter(([field]) => isSame(field, 'set-cookie'))
    .map(([, value]) => Cookie.parse(value))
    .findLast((each) => each?.key === name);
  if (found === undefined) return { problem: 'nothing' };
  const attributes: Record<string, string | null> = {
    value: found.value,
    domain: found.domain,
    path: found.path,
    expires: found.expires instanceof Date ? found.expires.toUTCString() : null,
    secure: String(found.secure),
    flag: String(found.httpOnly),
  };
  const value = attributes[attribute] ?? null;
  if (value === null) return { problem: 'nothing' };
  return { found: value, secret: attribute === 'value' };
}

/** `*` and nothing are the whole body. */
async function inBody(text: Finding, path: string): Promise<Finding> {
  if (!('found' in text) || path === '' || path === '*') return text;
  return select(text.found, path);
}

function body(exchange: ExchangeLog, side: 'request' | 'response'): Finding {
  return side === 'request' ? requestBody(exchange) : responseBody(exchange);
}

function requestBody(exchange: ExchangeLog): Finding {
  const payload = requestPayload(exchange, exchange.story.hops.length - 1, everything);
  if (payload === null) return { problem: 'nothing' };
  const bytes = payload.read(0, payload.lengthBytes);
  if (bytes === null) return { problem: 'cut', keptBytes: 0 };
  return { found: bodyText(bytes, headersOf(exchange, 'request')) };
}

function responseBody(exchange: ExchangeLog): Finding {
  const answer = exchange.story.hop.body === null ? null : recordedAnswer(exchange);
  if (answer === null) return { problem: 'nothing' };
  if (answer.isCut) return { problem: 'cut', keptBytes: answer.body.length };
  return { found: bodyText(answer.body, answer.headers) };
}

function isSame(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}
