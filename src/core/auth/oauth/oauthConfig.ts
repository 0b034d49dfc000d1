import { WireError } from '../../errors/wireError.ts';

/** How a token is asked for (RFC 6749 §4, RFC 8628). */
export type OAuthGrant = 'client_credentials' | 'password' | 'authorization_code' | 'device_code';

/** A name and a value of a form. */
export type FormField = readonly [name: string, value: string];

/** Everything that asking for a token needs; all variables are resolved. */
export interface OAuthConfig {
  /** What people call it: the id in the environment file, or the prefix of the variables. */
  name: string;
  grant: OAuthGrant;
  tokenUrl: string;
  /** Where the browser is sent to (authorization code). */
  authUrl: string;
  /** Where a device asks for its codes. */
  deviceUrl: string;
  /** Where the browser comes back to, on this machine; empty for any free port. */
  redirectUrl: string;
  clientId: string;
  clientSecret: string;
  /** Whether the secret goes into `Authorization` or into the form (RFC 6749 §2.3.1). */
  secretIn: 'header' | 'form';
  scope: string;
  username: string;
  password: string;
  /** Proof of who asked for the code (RFC 7636). */
  pkce: 'S256' | 'plain' | null;
  authFields: FormField[];
  tokenFields: FormField[];
}

const needed: Record<OAuthGrant, readonly (keyof OAuthConfig)[]> = {
  client_credentials: ['tokenUrl', 'clientId'],
  password: ['tokenUrl', 'clientId', 'username'],
  authorization_code: ['tokenUrl', 'authUrl', 'clientId'],
  device_code: ['tokenUrl', 'deviceUrl', 'clientId'],
};

/** The names of each source for what may be missing. */
export type ConfigNames = Partial<Record<keyof OAuthConfig, string>>;

/** The configuration, if nothing that its grant needs is missing. Throws `WB_OAUTH_INVALID`. */
export function completeConfig(config: OAuthConfig, names: ConfigNames): OAuthConfig {
  const missing = needed[config.grant].filter((key) => config[key] === '');
  if (missing.length === 0) return config;
  const listed = missing.map((key) => names[key] ?? key).join(', ');
  throw invalidConfig(config.name, `${listed} is missing.`);
}

/** A configuration that no token can be asked for with. */
export function invalidConfig(name: string, reason: string): WireError {
  return new WireError('WB_OAUTH_INVALID', 'prepare', { params: { name, reason } });
}
