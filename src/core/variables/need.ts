import type { Prompt } from './prompt.ts';
import type { ResponseReference } from './responseReference.ts';
import type { NamedRequest } from './scope.ts';
import type { VariableFailure } from './variable.ts';

/** What must be fetched before a request can be sent; `key` is unique and what the user wrote. */
export type Need =
  | { kind: 'prompt'; key: string; prompt: Prompt }
  | { kind: 'secret'; key: string; name: string }
  | { kind: 'response'; key: string; reference: ResponseReference; target: NamedRequest }
  /** `# @ref name`: only that it has run; `# @forceRef name` and `run`: runs again. */
  | { kind: 'run'; key: string; always: boolean; target: NamedRequest; handover?: Handover }
  | TokenNeed;

/** What `run #name (@a=b)` gives to the request that it runs. */
export interface Handover {
  /** They win over all other values. */
  variables: ReadonlyMap<string, string>;
  /** Texts that are secret where they come from. */
  secrets: readonly string[];
}

/** JetBrains' `{{$auth.token("id")}}` and `{{$auth.idToken("id")}}`, REST Client's `{{$oidcAccessToken}}` without an id. */
export interface TokenNeed {
  kind: 'token';
  key: string;
  id: string | null;
  token: 'accessToken' | 'idToken';
}

/** A need and the place of what brought it up: line and column from 1, and indexes in the text that was resolved. */
export interface PlacedNeed {
  need: Need;
  start: number;
  end: number;
  line: number;
  column: number;
}

/** What became of a need. */
export type Answer = { value: string; secret: boolean } | { failure: VariableFailure };

/** The world outside that values are fetched from. */
export interface Outside {
  /** The value for a need of a request; `cancelled` when the user does not want to go on. */
  fetch(need: Exclude<Need, TokenNeed>, request: NamedRequest): Promise<Answer | 'cancelled'>;
}

/** Where nobody can be asked and nothing has been sent. */
export const nobody: Outside = {
  fetch: ({ key }) => Promise.resolve({ failure: { code: 'WB2011', args: [key] } }),
};
