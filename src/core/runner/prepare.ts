import type { RequestBlockWithRequest, RequestFile } from '../request-file/requestFile.ts';
import { requestTokens } from '../auth/oauth/oauthClient.ts';
import type { OAuthConfig } from '../auth/oauth/oauthConfig.ts';
import type { ExchangeKind, HeaderField } from '../wire/wireFacts.ts';
import { WireError } from '../errors/wireError.ts';
import { diagnose } from '../request-file/diagnostic.ts';
import { loadImports, pathsIn } from '../variables/importedFiles.ts';
import type { Answer } from '../variables/need.ts';
import type { NamedRequest } from '../variables/scope.ts';
import { prepareConclusion } from './prepareConclusion.ts';
import { runScriptsAbove } from './prepareScripts.ts';
import { fetchNeeds } from './fetchNeeds.ts';
import { isRaw } from '../request-file/methods.ts';
import { Preparation, type Gathered } from './preparation.ts';
import { prepareAuthorities } from './prepareAuthorities.ts';
import { prepareBody } from './prepareBody.ts';
import type { PrepareContext } from './prepareContext.ts';
import { failureOfDiagnostic, failureOfVariable, prepareFailure } from './prepareFailure.ts';
import { basicCredentials } from './prepareCredentials.ts';
import { prepareCertificate } from './prepareCertificate.ts';
import { prepareSaving } from './prepareSaving.ts';
import { prepareHeaders, refuseLineBreak } from './prepareHeaders.ts';
import { prepareOptions, prepareSleepMs } from './prepareOptions.ts';
import { prepareSteps } from './prepareSteps.ts';
import { absoluteHost, prepareUrl } from './prepareUrl.ts';
import type { PreparedRequest, UnpreparedRequest } from './preparedRequest.ts';

/**
 * Makes of a request in a file exactly what will be sent, or says why it cannot be (`isPrepared` tells which). Reads
 * body files through the context's reader and touches no network. Never rejects for what the file says. `null` where
 * there is nothing to send: a block of `run` lines has run what it names.
 */
export async function prepareRequest(
  file: RequestFile,
  block: RequestBlockWithRequest,
  context: PrepareContext,
): Promise<PreparedRequest | UnpreparedRequest | null> {
  const secrets = new Set<string>();
  try {
    const { scripted, told } = await runScriptsAbove({ file, block }, context, secrets);
    await context.onScripted?.(scripted);
    const prepared = await prepareWithAnswers({ file, block }, { ...context, scripted }, secrets);
    return prepared === null || told.length === 0 ? prepared : { ...prepared, told };
  } catch (failure) {
    if (!(failure instanceof WireError)) throw failure;
    const unprepared = unpreparedRequest(file, block, failure);
    return secrets.size === 0 ? unprepared : { ...unprepared, secrets: [...secrets] };
  }
}

/**
 * What must be fetched is known only after an attempt, and may bring up more. A variable without a value is told
 * before anybody is asked. `secrets` gets those that a failure must not show.
 */
async function prepareWithAnswers(
  request: NamedRequest,
  context: PrepareContext,
  secrets: Set<string>,
): Promise<PreparedRequest | null> {
  const { files: imports, missing, run } = await loadImports(request.file, context.reader, context);
  const [first] = pathsIn(request.block, missing);
  if (first !== undefined) {
    throw failureOfDiagnostic(diagnose('WB3007', first.range, first.text));
  }
  const gathered = { imports, run, answers: new Map<string, Answer>() };
  for (;;) {
    const preparation = new Preparation(request, context, gathered);
    const prepared = await prepare(preparation, gathered).catch((failure: unknown) => {
      for (const secret of preparation.secrets) secrets.add(secret);
      if (preparation.needs.size === 0 || preparation.problems.length > 0) throw failure;
      return undefined;
    });
    if (prepared !== undefined) return prepared;
    await fetchNeeds(preparation, gathered.answers);
  }
}

async function prepare(
  preparation: Preparation,
  { answers }: Gathered,
): Promise<PreparedRequest | null> {
  const { file, block, context } = preparation;
  refuseUnsendable(preparation);
  preparation.requireRuns(answers);
  const { request } = preparation;
  if (request.kind === 'run') {
    refuseUnresolved(preparation);
    return null;
  }
  const written = request.url.parts.map((part) => preparation.resolve(part)).join('');
  const { headers, authentication, oauth, clientCert } = prepareHeaders(preparation);
  const options = prepareOptions(preparation);
  const sleepMs = prepareSleepMs(preparation);
  const subprotocol = preparation.directiveValue('subprotocol');
  refuseLineBreak('Sec-WebSocket-Protocol', subprotocol ?? '', request.lineRange);
  const authorities = await prepareAuthorities(preparation, options);
  const content = await prepareContent(preparation);
  const saving = prepareSaving(preparation);
  refuseUnresolved(preparation);
  const { url, userInfo, unixSocket = null } = prepareUrl(preparation, written, headers);
  const isAuthorized = authentication !== null || oauth !== null;
  if (userInfo !== null && !isAuthorized && !hasHeader(headers, 'authorization')) {
    headers.push(['Authorization', basicCredentials(preparation, userInfo)]);
  }
  const tls = await prepareCertificate(preparation, url, options, clientCert);
  if (oauth !== null) headers.push(await bearer(preparation, oauth));
  return {
    ...originOf(file, block),
    kind: exchangeKind(block),
    method: methodOf(block),
    url,
    headers: [...headers.map(withoutScheme), ...impliedHeaders(preparation, headers, subprotocol)],
    ...(authentication === null ? {} : { authentication }),
    ...content,
    ...saving,
    ...(await prepareConclusion(preparation)),
    options: { ...options, ...authorities, ...tls, ...(unixSocket === null ? {} : { unixSocket }) },
    ...(sleepMs > 0 ? { sleepMs } : {}),
    ...(preparation.sendings > 1 ? { sendings: preparation.sendings } : {}),
    ...(context.environment === null ? {} : { environment: context.environment }),
    secrets: [...preparation.secrets],
  };
}

/** The field with a token, which is asked for once all else is ready to be sent. */
async function bearer(
  { context, secrets, request }: Preparation,
  config: OAuthConfig,
): Promise<HeaderField> {
  if (context.oauth === undefined) {
    throw prepareFailure('WB_UNSUPPORTED_KIND', request.lineRange, { kind: 'OAuth 2' });
  }
  const { accessToken } = await requestTokens(context.oauth, config);
  secrets.add(accessToken);
  refuseLineBreak('Authorization', accessToken, request.lineRange);
  return ['Authorization', `Bearer ${accessToken}`];
}

/** A request that is not sent, for `Engine.fail`. */
function unpreparedRequest(
  file: RequestFile,
  block: RequestBlockWithRequest,
  { code, phase, params }: WireError,
): UnpreparedRequest {
  return {
    ...originOf(file, block),
    kind: exchangeKind(block),
    method: methodOf(block),
    url: block.request.url.text,
    failure: { code, phase, params },
  };
}

/** Syntax errors and other tools' requests stop the request. */
function refuseUnsendable({ block, request }: Preparation): void {
  const error = block.diagnostics.find(({ severity }) => severity === 'error');
  if (error !== undefined) throw failureOfDiagnostic(error);
  const place = request.lineRange;
  if (request.kind === 'unsupported') {
    const kind = request.method?.text ?? request.url.text.replace(/:.*$/s, '');
    throw prepareFailure('WB_UNSUPPORTED_KIND', place, { kind });
  }
}

async function prepareContent(
  preparation: Preparation,
): Promise<Pick<PreparedRequest, 'body' | 'steps'>> {
  try {
    return { body: await prepareBody(preparation), steps: await prepareSteps(preparation) };
  } catch (failure) {
    // A variable without a value is the better explanation of a failure that follows from it.
    refuseUnresolved(preparation);
    throw failure;
  }
}

function refuseUnresolved({ problems, needs }: Preparation): void {
  const [problem] = problems;
  if (problem !== undefined) throw failureOfVariable(problem);
  const [need] = needs.values();
  if (need !== undefined)
    throw prepareFailure('WB_PROMPT_CANCELLED', need, { name: need.need.key });
}

/** A `Host` that was written with its scheme is sent without (RFC 9110 §7.2). */
function withoutScheme([name, value]: HeaderField): HeaderField {
  if (name.toLowerCase() !== 'host' || !absoluteHost.test(value)) return [name, value];
  return [name, new URL(value).host];
}

/** What curl asks for with `--compressed`, and what is decoded here. */
const acceptedEncodings = 'deflate, gzip, br, zstd';

/** Headers that the request's kind needs and the file leaves out. */
function impliedHeaders(
  preparation: Preparation,
  headers: readonly HeaderField[],
  subprotocol: string | null,
): HeaderField[] {
  const { request } = preparation;
  const implied: HeaderField[] = [];
  if (request.kind === 'sse') implied.push(['Accept', 'text/event-stream']);
  if (request.kind === 'graphql') implied.push(['Content-Type', 'application/json']);
  if (request.kind === 'websocket' && subprotocol !== null) {
    implied.push(['Sec-WebSocket-Protocol', subprotocol]);
  }
  if (preparation.isOn('curl-compressed')) implied.push(['Accept-Encoding', acceptedEncodings]);
  return implied.filter(([name]) => !hasHeader(headers, name));
}

function hasHeader(headers: readonly HeaderField[], name: string): boolean {
  return headers.some(([other]) => other.toLowerCase() === name.toLowerCase());
}

function methodOf({ request }: RequestBlockWithRequest): string {
  if (request.kind === 'run') return 'RUN';
  const written = request.method?.text.toUpperCase() ?? 'GET';
  if (request.kind === 'graphql') return written === 'GRAPHQL' ? 'POST' : written;
  if (isRaw(request.kind)) return request.kind.toUpperCase();
  return request.kind === 'http' || request.kind === 'unsupported' ? written : 'GET';
}

function exchangeKind({ request }: RequestBlockWithRequest): ExchangeKind {
  return request.kind === 'unsupported' || request.kind === 'run' ? 'http' : request.kind;
}

function originOf(
  file: RequestFile,
  block: RequestBlockWithRequest,
): { file: string; line: number; name: string | null } {
  const { line } = block.request.lineRange;
  return { file: file.path ?? '', line, name: block.name?.text ?? null };
}
