import { jetBrainsConfig } from '../auth/oauth/jetBrainsConfig.ts';
import { restClientConfig, type RestClientToken } from '../auth/oauth/restClientConfig.ts';
import { requestTokens } from '../auth/oauth/oauthClient.ts';
import { invalidConfig } from '../auth/oauth/oauthConfig.ts';
import { WireError } from '../errors/wireError.ts';
import type { TextRange } from '../request-file/textRange.ts';
import { environmentConfiguration } from '../variables/environmentFiles.ts';
import type { Answer, TokenNeed } from '../variables/need.ts';
import { failureOfVariable, prepareFailure } from './prepareFailure.ts';
import type { Preparation } from './preparation.ts';

type Place = Pick<TextRange, 'line' | 'column'>;

/** The token that `{{$auth.token("id")}}` stands for, got as `Security.Auth` of the environment says; or REST Client's. */
export async function fetchToken(
  preparation: Preparation,
  { key, id, token }: TokenNeed,
  place: Place,
): Promise<Answer> {
  const { oauth } = preparation.context;
  if (oauth === undefined) throw prepareFailure('WB_UNSUPPORTED_KIND', place, { kind: 'OAuth 2' });
  try {
    const { config, isNew } = configOf(preparation, id, key, place);
    const [problem] = preparation.problems;
    if (problem !== undefined) throw failureOfVariable(problem);
    const tokens = await requestTokens(oauth, config, isNew);
    if (tokens[token] === '') throw invalidConfig(config.name, 'the answer holds no ID token.');
    return { value: tokens[token], secret: true };
  } catch (failure) {
    if (!(failure instanceof WireError)) throw failure;
    throw prepareFailure(failure.code, place, failure.params);
  }
}

function configOf(
  preparation: Preparation,
  id: string | null,
  expression: string,
  { line, column }: Place,
): RestClientToken {
  const range = { offset: 0, endOffset: 0, line, column, endLine: line, endColumn: column };
  const resolve = (text: string): string => preparation.resolve({ text, range });
  if (id !== null) {
    return { config: jetBrainsConfig(id, entryOf(preparation, id), resolve), isNew: false };
  }
  return restClientConfig(expression, (text) => preparation.optional({ text, range }));
}

/** The entry of `Security.Auth`. */
function entryOf({ context }: Preparation, id: string): Record<string, unknown> {
  const { environments, environment } = context;
  const entries = environmentConfiguration(environments, environment, 'Security')
    .map(({ value }) => memberOf(memberOf(value, 'Auth'), id))
    .filter((entry) => typeof entry === 'object' && entry !== null);
  if (entries.length === 0) {
    throw invalidConfig(
      id,
      `“Security.Auth” of the environment ${environment ?? '–'} has no such entry.`,
    );
  }
  // The nearest file was first; what it says holds, what it leaves out comes from the others.
  return Object.assign({}, ...entries.toReversed()) as Record<string, unknown>;
}

function memberOf(value: unknown, name: string): unknown {
  const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
  return isObject ? (value as Record<string, unknown>)[name] : undefined;
}
