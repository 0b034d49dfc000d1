import type { FormField, OAuthConfig, OAuthGrant } from './oauthConfig.ts';
import { completeConfig, invalidConfig } from './oauthConfig.ts';

const grants: Record<string, OAuthGrant> = {
  'Client Credentials': 'client_credentials',
  Password: 'password',
  'Authorization Code': 'authorization_code',
  'Device Authorization': 'device_code',
};

const names = {
  tokenUrl: 'Token URL',
  authUrl: 'Auth URL',
  deviceUrl: 'Device Auth URL',
  clientId: 'Client ID',
  username: 'Username',
};

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads an entry of JetBrains' `Security.Auth`; `resolve` replaces the variables of a value.
 * Throws `WB_OAUTH_INVALID`.
 */
export function jetBrainsConfig(
  id: string,
  entry: Json,
  resolve: (text: string) => string,
): OAuthConfig {
  const text = (key: string): string => {
    const value = entry[key];
    return typeof value === 'string' ? resolve(value) : '';
  };
  const grant = grants[text('Grant Type')];
  if (text('Type') !== 'OAuth2') throw invalidConfig(id, 'its “Type” is not “OAuth2”.');
  if (grant === undefined) {
    throw invalidConfig(id, `its “Grant Type” is none of ${Object.keys(grants).join(', ')}.`);
  }
  const custom = customFields(entry['Custom Request Parameters'], resolve);
  const config: OAuthConfig = {
    name: id,
    grant,
    tokenUrl: text('Token URL'),
    authUrl: text('Auth URL'),
    deviceUrl: text('Device Auth URL'),
    redirectUrl: text('Redirect URL'),
    clientId: text('Client ID'),
    clientSecret: text('Client Credentials') === 'none' ? '' : text('Client Secret'),
    secretIn: text('Client Credentials') === 'in body' ? 'form' : 'header',
    scope: text('Scope'),
    username: text('Username'),
    password: text('Password'),
    pkce: pkceOf(entry['PKCE']),
    authFields: custom.filter(({ use }) => use !== 'In Token Request').map(({ field }) => field),
    tokenFields: custom.filter(({ use }) => use !== 'In Auth Request').map(({ field }) => field),
  };
  return completeConfig(config, names);
}

function pkceOf(value: unknown): OAuthConfig['pkce'] {
  if (value === true) return 'S256';
  if (!isObject(value)) return null;
  return value['Code Challenge Method'] === 'Plain' ? 'plain' : 'S256';
}

/** A parameter is a text, a list of them, or an object that says in which request it is used. */
function customFields(
  value: unknown,
  resolve: (text: string) => string,
): { field: FormField; use: string }[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, given]) => {
    const { Value: content, Use: use } = isObject(given) ? given : { Value: given, Use: '' };
    const values = Array.isArray(content) ? content : [content];
    return values
      .filter((each) => typeof each === 'string')
      .map((each) => ({ field: [name, resolve(each)] as const, use: String(use) }));
  });
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
