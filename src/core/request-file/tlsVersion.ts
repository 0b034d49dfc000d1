/** A version of TLS as Node and OpenSSL write it, oldest first. */
export const tlsVersions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;

export type TlsVersion = (typeof tlsVersions)[number];

/** Understands `1.2`, `TLS 1.2` and `TLSv1.2`; `null` for anything else. */
export function parseTlsVersion(text: string): TlsVersion | null {
  const number = /^(?:TLS[v ]?)?1\.?([0-3])?$/i.exec(text.trim());
  return number === null ? null : (tlsVersions[Number(number[1] ?? 0)] ?? null);
}
