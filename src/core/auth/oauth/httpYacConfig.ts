import type { OAuthConfig, OAuthGrant } from './oauthConfig.ts';
import { completeConfig, invalidConfig } from './oauthConfig.ts';

const grants: Record<string, OAuthGrant> = {
  client_credentials: 'client_credentials',
  client: 'client_credentials',
  password: 'password',
  authorization_code: 'authorization_code',
  code: 'authorization_code',
  device_code: 'device_code',
};

/**
 * Reads httpYac's `openid <flow> <prefix>`: the rest stands in variables `<prefix>_tokenEndpoint`,
 * `<prefix>_clientId` …; `variable` has their values, empty where there is none. Throws `WB_OAUTH_INVALID`.
 */
export function httpYacConfig(
  flow: string,
  prefix: string,
  variable: (name: string) => string,
): OAuthConfig {
  const grant = grants[flow];
  if (grant === undefined) {
    throw invalidConfig(prefix, `the flow “${flow}” is none of ${Object.keys(grants).join(', ')}.`);
  }
  const named = (suffix: string): string => `${prefix}_${suffix}`;
  const value = (suffix: string): string => variable(named(suffix));
  const extra = ['audience', 'resource'].flatMap((name) =>
    value(name) === '' ? [] : [[name, value(name)] as const],
  );
  const config: OAuthConfig = {
    name: prefix,
    grant,
    tokenUrl: value('tokenEndpoint'),
    authUrl: value('authorizationEndpoint'),
    deviceUrl: value('deviceCodeEndpoint'),
    redirectUrl: value('redirectUri'),
    clientId: value('clientId'),
    clientSecret: value('clientSecret'),
    secretIn: value('useAuthorizationHeader') === 'false' ? 'form' : 'header',
    scope: value('scope'),
    username: value('username'),
    password: value('password'),
    pkce: value('usePkce') === 'true' ? 'S256' : null,
    authFields: extra,
    tokenFields: extra,
  };
  return completeConfig(config, {
    tokenUrl: named('tokenEndpoint'),
    authUrl: named('authorizationEndpoint'),
    deviceUrl: named('deviceCodeEndpoint'),
    clientId: named('clientId'),
    username: named('username'),
  });
}
