import type { Prompt } from './prompt.ts';
import type { ResponseReference } from './responseReference.ts';
import type { NamedRequest } from './scope.ts';
import type { VariableFailure } from './variable.ts';

/** A value that must be fetched: from the user, the secret storage, an earlier response or an authorization server. `key` is unique. */
export type Need =
  | { kind: 'prompt'; key: string; prompt: Prompt }
  | { kind: 'secret'; key: string; name: string }
  | { kind: 'response'; key: string; reference: ResponseReference }
  | TokenNeed;

/** JetBrains' `{{$auth.token("id")}}` and `{{$auth.idToken("id")}}`. */
export interface TokenNeed {
  kind: 'token';
  key: string;
  id: string;
  token: 'accessToken' | 'idToken';
}

/** A need and the place of the braces that brought it up; counted from 1. */
export interface PlacedNeed {
  need: Need;
  line: number;
  column: number;
}

/** What became of a need. */
export type Answer = { value: string; secret: boolean } | { failure: VariableFailure };

/** The world outside that values are fetched from. */
export interface Outside {
  /** The value for a need of a request; `cancelled` when the user does not want to go on. Never rejects. */
  fetch(need: Exclude<Need, TokenNeed>, request: NamedRequest): Promise<Answer | 'cancelled'>;
}

/** Where nobody can be asked and nothing has been sent. */
export const nobody: Outside = {
  fetch: ({ key }) => Promise.resolve({ failure: { code: 'WB2011', args: [key] } }),
};
