import type { Authentication } from '../auth/authenticator.ts';
import type { OAuthConfig } from '../auth/oauth/oauthConfig.ts';
import { isRaw } from '../request-file/methods.ts';
import type { HeaderLine } from '../request-file/requestFile.ts';
import type { SourceText } from '../request-file/textRange.ts';
import { defaultHeaders } from '../variables/defaultHeaders.ts';
import type { HeaderField } from '../wire/wireFacts.ts';
import { isClientCertField } from './clientCertField.ts';
import type { Preparation } from './preparation.ts';
import { prepareCredentials } from './prepareCredentials.ts';
import { prepareFailure } from './prepareFailure.ts';

/** `token` (RFC 9110 §5.6.2). */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const keyHeaders = new Set(['x-api-key', 'api-key', 'x-auth-token', 'x-access-token']);

/** What the headers of a file come to. */
export interface PreparedHeaders {
  /** In written order, case and repetition. */
  headers: HeaderField[];
  /** What an `Authorization` field asks for that only sending can make. */
  authentication: Authentication | null;
  /** What an `Authorization` field asks a token for with. */
  oauth: OAuthConfig | null;
  /** The value of httpYac's `ClientCert`, which is never sent. */
  clientCert: SourceText | null;
}

/** A header before its variables have values; `secret` where its file is for one person. */
interface WrittenHeader extends Pick<HeaderLine, 'name' | 'value'> {
  secret?: boolean;
}

/** Shorter values are not masked, as those of variables. */
const minSecretLength = 4;

/** The headers of a request; refuses what would break out of one. */
export function prepareHeaders(preparation: Preparation): PreparedHeaders {
  const headers: HeaderField[] = [];
  let authentication: Authentication | null = null;
  let oauth: OAuthConfig | null = null;
  let clientCert: SourceText | null = null;
  for (const { name, value, secret } of headerLines(preparation)) {
    if (isMarker(name.text, value.text)) continue;
    const field = prepareHeader(preparation, name, value);
    if (secret && field[1].length >= minSecretLength) preparation.secrets.add(field[1]);
    if (isClientCertField(...field)) {
      clientCert = { text: field[1], range: value.range };
      continue;
    }
    const prepared = isCredentials(field)
      ? prepareCredentials(preparation, field, value)
      : { value: field[1] };
    if ('value' in prepared) headers.push([field[0], prepared.value]);
    else if ('oauth' in prepared) ({ oauth } = prepared);
    else ({ authentication } = prepared);
  }
  return { headers, authentication, oauth, clientCert };
}

/** The headers as written, with those that objects spread among them. */
function headerLines(preparation: Preparation): WrittenHeader[] {
  const lines: WrittenHeader[] = [...preparation.request.headers];
  for (const handler of preparation.block.handlers.toReversed()) {
    if (handler.kind !== 'headerSpread') continue;
    lines.splice(handler.headersAbove, 0, ...spread(preparation, handler.name));
  }
  lines.push(...sharedHeaders(preparation, lines));
  lines.push(...headersOfScripts(preparation, lines));
  return [...lines, ...headersOfEnvironment(preparation, lines)];
}

/** What stands below kulala's `NOP`: a header that is written wins. */
function sharedHeaders(
  { file, request }: Preparation,
  written: readonly WrittenHeader[],
): WrittenHeader[] {
  const names = new Set(written.map(({ name }) => name.text.toLowerCase()));
  return file.blocks
    .flatMap(({ handlers }) => handlers)
    .filter((handler) => handler.kind === 'sharedHeader')
    .filter(({ name }) => !isRaw(request.kind) && !names.has(name.text.toLowerCase()));
}

/** What `client.global.headers` adds: a header that is written wins. */
function headersOfScripts(
  { context, request }: Preparation,
  written: readonly WrittenHeader[],
): WrittenHeader[] {
  const range = request.lineRange;
  const names = new Set(written.map(({ name }) => name.text.toLowerCase()));
  return [...(context.scripted?.headers ?? [])]
    .filter(([name]) => !isRaw(request.kind) && !names.has(name.toLowerCase()))
    .map(([name, value]) => ({ name: { text: name, range }, value: { text: value, range } }));
}

/** What the environment gives to all requests: a header that is written wins. */
function headersOfEnvironment(
  preparation: Preparation,
  written: readonly WrittenHeader[],
): WrittenHeader[] {
  const { request, context } = preparation;
  if (isRaw(request.kind)) return [];
  const range = request.lineRange;
  const names = new Set(written.map(({ name }) => name.text.toLowerCase()));
  return defaultHeaders(context.environments, context.environment)
    .filter(({ name }) => !names.has(name.toLowerCase()))
    .map(({ name, value, secret }) => ({
      name: { text: name, range },
      value: { text: value, range },
      secret,
    }));
}

function spread(preparation: Preparation, source: SourceText): WrittenHeader[] {
  const { range } = source;
  const members = preparation.members(source.text);
  if (members.length > 0) {
    return members.map(([name, value]) => ({
      name: { text: name, range },
      value: { text: value, range },
    }));
  }
  const reason = `"${source.text}" is no object of headers in the environment.`;
  throw prepareFailure('WB_INVALID_REQUEST', range, { reason });
}

function isCredentials([name]: HeaderField): boolean {
  return /^(?:proxy-)?authorization$/i.test(name);
}

/** `X-Request-Type: GraphQL` is for the tool, not for the server. */
function isMarker(name: string, value: string): boolean {
  return name.toLowerCase() === 'x-request-type' && value.toLowerCase() === 'graphql';
}

function prepareHeader(
  preparation: Preparation,
  nameSource: SourceText,
  valueSource: SourceText,
): HeaderField {
  const name = preparation.resolve(nameSource);
  const value = preparation.resolve(valueSource);
  const lowerName = name.toLowerCase();
  if (!token.test(name) && !name.includes('{{')) {
    const params = { name, reason: 'the name is no token.' };
    throw prepareFailure('WB_INVALID_HEADER', nameSource.range, params);
  }
  refuseLineBreak(name, value, valueSource.range);
  if (keyHeaders.has(lowerName) && value !== '') preparation.secrets.add(value);
  return [name, value];
}

/** A value that ends its own line would be two headers (RFC 9110 §5.5). */
export function refuseLineBreak(
  name: string,
  value: string,
  place: { line: number; column: number },
): void {
  if (!/[\r\n\0]/.test(value)) return;
  const params = { name, reason: 'the value holds a line break or NUL.' };
  throw prepareFailure('WB_INVALID_HEADER', place, params);
}
