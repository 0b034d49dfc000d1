import { WireError } from '../errors/wireError.ts';
import type { HeaderField } from '../wire/wireFacts.ts';
import { valueOf } from '../wire/http/headerFields.ts';
import type { Hop } from '../wire/http/hop.ts';
import type { Authenticator, AwsAuthentication } from './authenticator.ts';
import { awsAuthorization, awsPlaceOf } from './awsSignature.ts';
import { bodyHash } from './bodyHash.ts';

/** Signed beside `Host` and `X-Amz-…`: what a proxy on the way leaves alone. */
const signedFields = new Set(['content-type', 'content-md5']);

/** Signs each request of an exchange to its first origin with AWS Signature Version 4. */
export class AwsAuthenticator implements Authenticator {
  readonly #credentials: AwsAuthentication;
  readonly #origin: string;

  constructor(credentials: AwsAuthentication, url: string) {
    this.#credentials = credentials;
    this.#origin = new URL(url).origin;
  }

  async fields(hop: Hop): Promise<HeaderField[]> {
    if (hop.address.origin !== this.#origin) return [];
    const place = this.#placeOf(hop.address);
    const given = valueOf(hop.headers, 'x-amz-content-sha256');
    const hash = given ?? (await bodyHash('sha256', hop.body));
    const added = this.#added(hop, place.service === 's3' && given === undefined ? hash : null);
    const all = [...hop.headers, ...added];
    const host: HeaderField = ['Host', valueOf(all, 'host') ?? hop.address.host];
    const headers = [host, ...all.filter(([name]) => isSigned(name.toLowerCase()))];
    const date = valueOf(all, 'x-amz-date') ?? '';
    const value = awsAuthorization(
      { method: hop.method, url: hop.url, headers, bodyHash: hash },
      { ...this.#credentials, ...place, date },
    );
    return [...added, ['Authorization', value]];
  }

  answer(): null {
    return null;
  }

  #placeOf({ hostname }: URL): { service: string; region: string } {
    const named = awsPlaceOf(hostname);
    const service = this.#credentials.service ?? named?.service;
    const region = this.#credentials.region ?? named?.region ?? 'us-east-1';
    if (service !== undefined) return { service, region };
    const reason = `the host ${hostname} names no service of AWS; add “service:…” to the Authorization header.`;
    throw new WireError('WB_INVALID_REQUEST', 'prepare', { params: { reason } });
  }

  /** What AWS needs and the file leaves out. */
  #added({ headers }: Hop, hash: string | null): HeaderField[] {
    const fields: [name: string, value: string | null][] = [
      ['X-Amz-Date', new Date().toISOString().replace(/[:-]|\.\d{3}/g, '')],
      ['X-Amz-Security-Token', this.#credentials.token],
      ['X-Amz-Content-Sha256', hash],
    ];
    return fields.flatMap(([name, value]): HeaderField[] =>
      value === null || valueOf(headers, name.toLowerCase()) !== undefined ? [] : [[name, value]],
    );
  }
}

function isSigned(name: string): boolean {
  return signedFields.has(name) || name.startsWith('x-amz-');
}
