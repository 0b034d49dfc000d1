import type { CertificateFiles } from './prepareCertificate.ts';

/** How httpYac's pseudo header is written. */
export const clientCertUsage =
  'write “ClientCert: cert: file key: file passphrase: text”, or “pfx: file” in place of cert and key';

/** What begins the value in every spelling; a server's own field of such a name holds something else. */
const shorthand = /^(?:cert|key|pfx|passphrase):/;
const part = /(cert|key|pfx|passphrase):[ \t]*(?:"([^"]*)"|(\S+))(?:[ \t]+|$)/y;

/** True for `ClientCert: …`, and for `X-ClientCert: …` where its value is of that form. */
export function isClientCertField(name: string, value: string): boolean {
  const lowerName = name.toLowerCase();
  if (lowerName === 'clientcert') return true;
  return lowerName.endsWith('clientcert') && shorthand.test(value.trim());
}

/** `cert: file key: file passphrase: text`, or `pfx: file …`; quotes hold blanks. `null` where it is not understood. */
export function readClientCertField(text: string): CertificateFiles | null {
  const files: CertificateFiles = {};
  const value = text.trim();
  part.lastIndex = 0;
  while (part.lastIndex < value.length) {
    const [, name = '', quoted, plain = ''] = part.exec(value) ?? [];
    if (name === '') return null;
    files[name as keyof CertificateFiles] = quoted ?? plain;
  }
  return files.cert === undefined && files.pfx === undefined ? null : files;
}
