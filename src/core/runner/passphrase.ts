import { createSecureContext, type SecureContextOptions } from 'node:tls';

type KeyMaterial = Pick<SecureContextOptions, 'key' | 'pfx'>;

/** True where a private key can only be read with a passphrase. */
export function isLocked({ key, pfx }: { key?: string; pfx?: Uint8Array }): boolean {
  if (key !== undefined && /^(?:-----BEGIN ENCRYPTED |Proc-Type:.*ENCRYPTED)/m.test(key))
    return true;
  return pfx !== undefined && hasWrongPassphrase({ pfx: Buffer.from(pfx) });
}

/** True where a passphrase is right, as far as that can be told before a handshake. */
export function opens(
  { key, pfx }: { key?: string; pfx?: Uint8Array },
  passphrase: string,
): boolean {
  const material = pfx === undefined ? { key } : { pfx: Buffer.from(pfx) };
  return !hasWrongPassphrase({ ...material, passphrase });
}

/** A key that is no key at all is told of in the handshake. */
function hasWrongPassphrase(options: KeyMaterial & { passphrase?: string }): boolean {
  try {
    createSecureContext(options);
    return false;
  } catch (cause) {
    return options.pfx === undefined || /mac verify/i.test(String(cause));
  }
}
