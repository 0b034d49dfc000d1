import { WireError } from '../../errors/wireError.ts';
import type { OAuthConfig } from './oauthConfig.ts';
import type { TokenAnswer } from './tokenRequest.ts';
import type { TokenSet } from './tokenSet.ts';

const longestReason = 300;

/** The object in an answer; empty where it is none. */
export function jsonOf({ body }: Pick<TokenAnswer, 'body'>): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** A member that is a text; else empty. */
export function textOf(json: Readonly<Record<string, unknown>>, name: string): string {
  const value = json[name];
  return typeof value === 'string' ? value : '';
}

/** The tokens of an answer (RFC 6749 §5.1). Throws `WB_OAUTH_REFUSED` where there is none. */
export function tokensOf(config: OAuthConfig, answer: TokenAnswer): TokenSet {
  const json = jsonOf(answer);
  const accessToken = textOf(json, 'access_token');
  if (accessToken === '') throw refused(config, answer);
  const lifetimeSeconds = Number(json['expires_in'] ?? Number.NaN);
  return {
    accessToken,
    idToken: textOf(json, 'id_token'),
    refreshToken: textOf(json, 'refresh_token'),
    expiresAtMs: Number.isFinite(lifetimeSeconds) ? Date.now() + lifetimeSeconds * 1000 : null,
  };
}

/** What the server says against it (RFC 6749 §5.2). */
export function refused({ name, tokenUrl }: OAuthConfig, answer: TokenAnswer): WireError {
  const json = jsonOf(answer);
  const said = [textOf(json, 'error'), textOf(json, 'error_description')].filter(Boolean);
  const missing = answer.status === 200 ? 'its answer holds no access_token' : '';
  const reason = answer.failure ?? (said.join(': ') || missing || `status ${answer.status}`);
  return oauthRefused(name, new URL(tokenUrl).host, reason);
}

/** The authorization server gives no token. */
export function oauthRefused(name: string, host: string, reason: string): WireError {
  const params = { name, host, reason: reason.slice(0, longestReason) };
  return new WireError('WB_OAUTH_REFUSED', 'prepare', { params });
}

/** The secrets in the body of an answer: every text under a name that ends in `token` or `code`. */
export function secretsInAnswer(body: string): string[] {
  return Object.entries(jsonOf({ body })).flatMap(([name, value]) =>
    typeof value === 'string' && /(?:_token|device_code)$/.test(name) ? [value] : [],
  );
}
