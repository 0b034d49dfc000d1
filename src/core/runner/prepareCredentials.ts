import type { Authentication } from '../auth/authenticator.ts';
import { httpYacConfig } from '../auth/oauth/httpYacConfig.ts';
import type { OAuthConfig } from '../auth/oauth/oauthConfig.ts';
import { WireError } from '../errors/wireError.ts';
import type { SourceText, TextRange } from '../request-file/textRange.ts';
import type { HeaderField } from '../wire/wireFacts.ts';
import type { Preparation } from './preparation.ts';
import { prepareFailure } from './prepareFailure.ts';

/** What an `Authorization` or `Proxy-Authorization` field comes to: its value, or what makes it when the request is sent. */
export type PreparedCredentials =
  { value: string } | { authentication: Authentication } | { oauth: OAuthConfig };

/**
 * Makes of a shorthand what is sent: `Basic user password`, `Digest user password`, `AWS key secret …`. Anything else
 * is sent as it stands. All of it is secret.
 */
export function prepareCredentials(
  preparation: Preparation,
  [name, value]: HeaderField,
  { range }: SourceText,
): PreparedCredentials {
  const scheme = /^\S*/.exec(value)?.[0] ?? '';
  const credentials = value.slice(scheme.length).trim();
  if (/^proxy/i.test(name) && /^(?:digest|aws|openid|oauth2)$/i.test(scheme)) {
    throw prepareFailure('WB_UNSUPPORTED_KIND', range, { kind: `${scheme} proxy authentication` });
  }
  const refuse = (reason: string): never => {
    throw prepareFailure('WB_INVALID_REQUEST', range, { reason });
  };
  switch (scheme.toLowerCase()) {
    case 'basic': {
      const plain = userAndPassword(credentials);
      if (plain !== null) return { value: basicCredentials(preparation, plain, scheme) };
      break;
    }
    case 'digest': {
      if (/^[\w*]+\s*=/.test(credentials)) break;
      const plain = userAndPassword(credentials) ?? refuse('write “Digest user password”.');
      return { authentication: digestAuthentication(preparation, plain) };
    }
    case 'aws':
      return { authentication: awsAuthentication(preparation, credentials, refuse) };
    case 'openid':
    case 'oauth2':
      return { oauth: oauthConfig(preparation, credentials, range) };
  }
  addSecrets(preparation, credentials === '' ? value : credentials);
  return { value };
}

/** `Basic` with `user:password` in base64 (RFC 7617 §2); the password and the base64 are secret. */
export function basicCredentials(
  preparation: Preparation,
  plain: string,
  scheme = 'Basic',
): string {
  const encoded = Buffer.from(plain, 'utf8').toString('base64');
  addSecrets(preparation, encoded, plain.slice(plain.indexOf(':') + 1));
  return `${scheme} ${encoded}`;
}

/** `user password` or `user:password` as `user:password`; only the first blank or colon separates. */
function userAndPassword(credentials: string): string | null {
  const [, user, password] = /^(\S+)[ \t]+(.+)$/s.exec(credentials) ?? [];
  if (user !== undefined) return `${user}:${password}`;
  return credentials.includes(':') ? credentials : null;
}

function digestAuthentication(preparation: Preparation, plain: string): Authentication {
  const end = plain.indexOf(':');
  const password = plain.slice(end + 1);
  addSecrets(preparation, password);
  return { scheme: 'digest', user: plain.slice(0, end), password };
}

/** `AWS accessKey secretKey token:… region:… service:…`, as REST Client writes it. */
function awsAuthentication(
  preparation: Preparation,
  credentials: string,
  refuse: (reason: string) => never,
): Authentication {
  const [accessKey, secretKey, ...options] = credentials.split(/[ \t]+/);
  const usage =
    'write “AWS accessKey secretKey”, then token:…, region:… and service:… where they are needed.';
  if (accessKey === undefined || secretKey === undefined) return refuse(usage);
  const given: Record<string, string> = {};
  for (const option of options) {
    const [, name = '', text = ''] = /^(token|region|service):(.+)$/.exec(option) ?? refuse(usage);
    given[name] = text;
  }
  addSecrets(preparation, secretKey, given['token'] ?? '');
  return {
    scheme: 'aws',
    accessKey,
    secretKey,
    token: given['token'] ?? null,
    region: given['region'] ?? null,
    service: given['service'] ?? null,
  };
}

/** httpYac's `openid <flow> <prefix>`. */
function oauthConfig(preparation: Preparation, credentials: string, range: TextRange): OAuthConfig {
  const [flow = '', prefix = 'oauth2'] = credentials.split(/[ \t]+/);
  try {
    return httpYacConfig(flow, prefix, (name) => preparation.optional({ text: name, range }));
  } catch (failure) {
    if (!(failure instanceof WireError)) throw failure;
    throw prepareFailure(failure.code, range, failure.params);
  }
}

function addSecrets({ secrets }: Preparation, ...texts: string[]): void {
  for (const text of texts) if (text !== '') secrets.add(text);
}
