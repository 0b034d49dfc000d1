import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { WireError } from '../../errors/wireError.ts';

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';
const EXCERPT_CHARACTERS = 24;

/** The certificates of a PEM file. Fails with `WB_TLS_BAD_AUTHORITY` where it is missing or holds none. */
export function authoritiesIn(path: string): string[] {
  try {
    return certificatesOf(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw badAuthority(path, cause);
  }
}

/** The certificates in a PEM text. Fails with `WB_TLS_BAD_AUTHORITY` where there is none. */
export function authoritiesOf(pem: string): string[] {
  try {
    return certificatesOf(pem);
  } catch (cause) {
    const base64 = pem.replace(BEGIN, '').trim();
    throw badAuthority(`“${base64.slice(0, EXCERPT_CHARACTERS)}…”`, cause);
  }
}

/** Node takes anything for a trusted certificate and ignores what is none, so each one is parsed here. */
function certificatesOf(pem: string): string[] {
  const [, ...blocks] = pem.split(BEGIN);
  if (blocks.length === 0) throw new Error('there is no certificate in it');
  return blocks.map((block) => {
    const certificate = `${BEGIN}${block.split(END, 1)[0]}${END}\n`;
    return new X509Certificate(certificate).toString();
  });
}

function badAuthority(name: string, cause: unknown): WireError {
  return new WireError('WB_TLS_BAD_AUTHORITY', 'prepare', { cause, params: { name } });
}
