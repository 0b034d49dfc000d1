import type { HeaderField } from '../../wire/wireFacts.ts';
import type { FormField, OAuthConfig } from './oauthConfig.ts';

/** A POST to the authorization server. */
export interface TokenRequest {
  url: string;
  headers: HeaderField[];
  body: string;
  /** Values to mask wherever the request is shown. */
  secrets: string[];
}

/** What the authorization server answered. */
export interface TokenAnswer {
  /** 0 where there was none. */
  status: number;
  body: string;
  /** Code of what kept the answer from coming; `null` where it came. */
  failure: string | null;
}

const secretFields = new Set([
  'client_secret',
  'code',
  'code_verifier',
  'device_code',
  'password',
  'refresh_token',
]);

/** Makes the request to an endpoint: a form, with the client's credentials as the configuration says. */
export function tokenRequest(
  url: string,
  { clientId, clientSecret, secretIn }: OAuthConfig,
  fields: readonly FormField[],
): TokenRequest {
  const inHeader = secretIn === 'header' && clientSecret !== '';
  const client: FormField[] = inHeader ? [] : [['client_id', clientId]];
  if (!inHeader && clientSecret !== '') client.push(['client_secret', clientSecret]);
  const all = [...fields, ...client].filter(([, value]) => value !== '');
  const basic = inHeader ? basicOf(clientId, clientSecret) : '';
  const secrets = all.filter(([name]) => secretFields.has(name)).map(([, value]) => value);
  return {
    url,
    headers: [
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ['Accept', 'application/json'],
      // Bytes on the wire can be masked only where they are not compressed.
      ['Accept-Encoding', 'identity'],
      ...(inHeader ? [['Authorization', `Basic ${basic}`] as const] : []),
    ],
    body: new URLSearchParams(
      all.map(([name, value]): [string, string] => [name, value]),
    ).toString(),
    secrets: [...secrets, clientSecret, basic].filter((secret) => secret !== ''),
  };
}

/** RFC 6749 §2.3.1: both are form-encoded first. */
function basicOf(clientId: string, clientSecret: string): string {
  return Buffer.from(`${formEncode(clientId)}:${formEncode(clientSecret)}`).toString('base64');
}

function formEncode(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}
