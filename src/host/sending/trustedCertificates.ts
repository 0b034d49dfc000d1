import type { PreparedRequest, RequestOptions } from '../../core/runner/preparedRequest.ts';
import type { TrustedCertificates } from '../settings.ts';
import { authorityOf } from './authority.ts';

/** The request with the certificates that the user has accepted for its host and port. */
export function withTrustedCertificates(
  request: PreparedRequest,
  trusted: TrustedCertificates,
): PreparedRequest {
  const { proxy } = request.options;
  const authorities = [request.url, proxy?.http, proxy?.https].flatMap((url) => authorityIn(url));
  const accepted = [...new Set(authorities)].flatMap((authority) => trusted[authority] ?? []);
  const options: RequestOptions = {
    ...request.options,
    extraCa: [...request.options.extraCa, ...accepted.filter(isPem)],
    trustedFingerprints: accepted.filter((entry) => !isPem(entry)).map(canonicalFingerprint),
  };
  return { ...request, options };
}

/** None for what is no URL: a proxy may be written without its scheme. */
function authorityIn(url: string | null | undefined): string[] {
  return url && URL.canParse(url) ? [authorityOf(url)] : [];
}

const isPem = (entry: string): boolean => entry.includes('-----BEGIN CERTIFICATE-----');

/** `AA:BB:…`, however the hex digits were written. */
function canonicalFingerprint(entry: string): string {
  const digits = entry.replaceAll(/[^\da-f]/gi, '').toUpperCase();
  return digits.match(/../g)?.join(':') ?? '';
}
