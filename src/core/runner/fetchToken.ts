import { jetBrainsConfig } from '../auth/oauth/jetBrainsConfig.ts';
import { requestTokens } from '../auth/oauth/oauthClient.ts';
import { invalidConfig } from '../auth/oauth/oauthConfig.ts';
import { WireError } from '../errors/wireError.ts';
import type { TextRange } from '../request-file/textRange.ts';
import { environmentConfiguration } from '../variables/environmentFiles.ts';
import type { Answer, TokenNeed } from '../variables/need.ts';
import { failureOfVariable, prepareFailure } from './prepareFailure.ts';
import type { Preparation } from './preparation.ts';

type Place = Pick<TextRange, 'line' | 'column'>;

/** The token that `{{$auth.token("id")}}` stands for, got as `Security.Auth` of the environment says. */
export async function fetchToken(
  preparation: Preparation,
  { id, token }: TokenNeed,
  place: Place,
): Promise<Answer> {
  const { oauth } = preparation.context;
  if (oauth === undefined) throw prepareFailure('WB_UNSUPPORTED_KIND', place, { kind: 'OAuth 2' });
  try {
    const config = configOf(preparation, id, place);
    const [problem] = preparation.problems;
    if (problem !== undefined) throw failureOfVariable(problem);
    const tokens = await requestTokens(oauth, config);
    if (tokens[token] === '') throw invalidConfig(id, 'the answer holds no ID token.');
    return { value: tokens[token], secret: true };
  } catch (failure) {
    if (!(failure instanceof WireError)) throw failure;
    throw prepareFailure(failure.code, place, failure.params);
  }
}

function configOf(preparation: Preparation, id: string, { line, column }: Place) {
  const { environments, environment } = preparation.context;
  const range = { offset: 0, endOffset: 0, line, column, endLine: line, endColumn: column };
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
  const merged: Record<string, unknown> = Object.assign({}, ...entries.toReversed());
  return jetBrainsConfig(id, merged, (text) => preparation.resolve({ text, range }));
}

function memberOf(value: unknown, name: string): unknown {
  const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
  return isObject ? (value as Record<string, unknown>)[name] : undefined;
}
