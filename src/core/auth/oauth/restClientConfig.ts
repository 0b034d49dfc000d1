import type { OAuthConfig } from './oauthConfig.ts';
import { completeConfig, invalidConfig } from './oauthConfig.ts';

/** Where the clouds of Microsoft sign in, by the names that REST Client gives them. */
const clouds: Record<string, string> = {
  AzureCloud: 'https://login.microsoftonline.com',
  AzureChinaCloud: 'https://login.chinacloudapi.cn',
  AzureUSGovernment: 'https://login.microsoftonline.us',
};

/** What stands behind the name: words, and values such as `scopes:a,b`. */
interface Options {
  words: Set<string>;
  /** The value of an option, else of the variable of that name behind the prefix, else the preset; maybe empty. */
  value: (option: string, preset?: string) => string;
}

/** How REST Client's token is got, and whether a kept one will do. */
export interface RestClientToken {
  config: OAuthConfig;
  isNew: boolean;
}

/**
 * Reads REST Client's `$oidcAccessToken` and `$aadV2Token`: options behind the name win over variables such as
 * `oidcClientId`; `variable` has their values, empty where there is none. Throws `WB_OAUTH_INVALID`.
 */
export function restClientConfig(
  expression: string,
  variable: (name: string) => string,
): RestClientToken {
  const [name = '', ...given] = expression.split(/\s+/);
  const isOidc = name === '$oidcAccessToken';
  const options = optionsOf(given, isOidc ? 'oidc' : 'aadV2', variable);
  const config = isOidc ? oidcConfig(name, options) : azureConfig(name, options);
  return { config, isNew: options.words.has('new') };
}

function optionsOf(
  given: readonly string[],
  prefix: string,
  variable: (name: string) => string,
): Options {
  const pairs = new Map<string, string>();
  const words = new Set<string>();
  for (const option of given) {
    const [, name, value] = /^(\w+):(.*)$/s.exec(option) ?? [];
    if (name === undefined) words.add(option);
    else pairs.set(name, value ?? '');
  }
  return {
    words,
    value: (option, preset = '') => {
      const named = `${prefix}${option.charAt(0).toUpperCase()}${option.slice(1)}`;
      return (pairs.get(option) ?? variable(named)) || preset;
    },
  };
}

function blankConfig(name: string): OAuthConfig {
  return {
    name,
    grant: 'authorization_code',
    tokenUrl: '',
    authUrl: '',
    deviceUrl: '',
    redirectUrl: '',
    clientId: '',
    clientSecret: '',
    secretIn: 'form',
    scope: '',
    username: '',
    password: '',
    pkce: null,
    authFields: [],
    tokenFields: [],
  };
}

/** Authorization code with PKCE; the browser comes back to a fixed port. */
function oidcConfig(name: string, { value }: Options): OAuthConfig {
  const audience = value('audience');
  const config: OAuthConfig = {
    ...blankConfig(name),
    tokenUrl: value('tokenEndpoint'),
    authUrl: value('authorizeEndpoint'),
    redirectUrl: `http://${value('callbackDomain', 'localhost')}:${value('callbackPort', '7777')}`,
    clientId: value('clientId'),
    scope: scopesOf(value('scopes', 'openid,profile')).join(' '),
    pkce: 'S256',
    authFields: audience === '' ? [] : [['resource', audience]],
  };
  return completeConfig(config, {
    tokenUrl: 'tokenEndpoint:',
    authUrl: 'authorizeEndpoint:',
    clientId: 'clientId:',
  });
}

/** A device code for a user, or client credentials (`appOnly`), of Microsoft's platform of identities. */
function azureConfig(name: string, { words, value }: Options): OAuthConfig {
  const cloud = Object.keys(clouds).find((each) => words.has(each)) ?? value('cloud', 'AzureCloud');
  const host = clouds[cloud];
  if (host === undefined) {
    throw invalidConfig(name, `the cloud ${cloud} is none of ${Object.keys(clouds).join(', ')}.`);
  }
  const endpoint = `${host}/${value('tenantId', 'common')}/oauth2/v2.0`;
  const isApp = words.has('appOnly');
  const scopes = scopesOf(value('scopes', 'openid,profile'));
  // Without one of the two, the endpoint of all tenants refuses scopes of an organisation.
  const userScopes = scopes.includes('openid') ? scopes : [...scopes, 'openid', 'profile'];
  const config: OAuthConfig = {
    ...blankConfig(name),
    grant: isApp ? 'client_credentials' : 'device_code',
    tokenUrl: `${endpoint}/token`,
    deviceUrl: `${endpoint}/devicecode`,
    clientId: value('clientId'),
    clientSecret: isApp ? value('clientSecret') : '',
    scope: isApp ? `${value('appUri')}/.default` : userScopes.join(' '),
  };
  return completeConfig(config, { clientId: 'clientId:' });
}

function scopesOf(text: string): string[] {
  return text.split(',').map((scope) => scope.trim());
}
