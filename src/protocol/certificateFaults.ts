/** Faults that trusting this very certificate would mend; a wrong host or date it would not. */
const trustable = new Set<string | undefined>(['WB_TLS_SELF_SIGNED', 'WB_TLS_UNKNOWN_AUTHORITY']);
const faults = new Set<string | undefined>([
  ...trustable,
  'WB_TLS_EXPIRED',
  'WB_TLS_NOT_YET_VALID',
  'WB_TLS_WRONG_HOST',
  'WB_TLS_WRONG_PURPOSE',
]);

/** Whether the failure of this code goes away when the certificate is trusted. */
export function isTrustable(code: string | undefined): boolean {
  return trustable.has(code);
}

/** Whether the certificate was refused. */
export function isCertificateFault(code: string | undefined): boolean {
  return faults.has(code);
}
