import { basename, dirname, resolve } from 'node:path';
import { WireError } from '../errors/wireError.ts';
import type { SourceText } from '../request-file/textRange.ts';
import { environmentConfiguration } from '../variables/environmentFiles.ts';
import { bodyFileCandidates, findFile, unreadable } from './bodyFile.ts';
import { clientCertUsage, readClientCertField } from './clientCertField.ts';
import { isLocked, opens } from './passphrase.ts';
import type { Preparation } from './preparation.ts';
import { prepareFailure } from './prepareFailure.ts';
import type { ClientCertificate, RequestOptions } from './preparedRequest.ts';

/** Files that prove who we are to one host, as a setting says it; paths are absolute. */
export interface CertificateFiles {
  cert?: string;
  key?: string;
  /** PKCS #12, in place of the other two. */
  pfx?: string;
  passphrase?: string;
}

/** Certificates by `host:port`, or `host` for port 443. */
export type CertificatesByHost = Readonly<Record<string, CertificateFiles>>;

/** Largest file that `ClientCert` may name. */
const maxFileBytes = 1_000_000;

type TlsWishes = Pick<RequestOptions, 'clientCertificate' | 'verifyTls'>;

/**
 * The client certificate for a URL: of httpYac's `ClientCert` (`written`), else of the settings, else of JetBrains'
 * `SSLConfiguration` in the environment, which holds for all its hosts. `# @no-client-cert` shows none. Rejects with
 * `WB_TLS_CLIENT_CERTIFICATE`.
 */
export async function prepareCertificate(
  preparation: Preparation,
  url: string,
  options: RequestOptions,
  written: SourceText | null,
): Promise<TlsWishes> {
  const { protocol, hostname, port } = new URL(url);
  const unchanged = { verifyTls: options.verifyTls };
  if (!['https:', 'wss:', 'tls:'].includes(protocol)) return unchanged;
  const authority = `${hostname}:${port || '443'}`;
  const ofEnvironment = sslConfiguration(preparation);
  const verifyTls = options.verifyTls && ofEnvironment.verifies;
  const { certificates = {} } = preparation.context;
  const ofSettings = certificates[authority] ?? (port === '' ? certificates[hostname] : undefined);
  const ofHeader = written && (await filesOfHeader(preparation, authority, written));
  const files = ofHeader ?? ofSettings ?? ofEnvironment.files;
  if (files === null || preparation.isOn('no-client-cert')) return { verifyTls };
  return { verifyTls, clientCertificate: await read(preparation, authority, files) };
}

/** The files that `ClientCert` names, found as those of a body are. */
async function filesOfHeader(
  preparation: Preparation,
  authority: string,
  { text, range }: SourceText,
): Promise<CertificateFiles> {
  const refuse = (reason: string): never => {
    throw prepareFailure('WB_TLS_CLIENT_CERTIFICATE', range, { host: authority, reason });
  };
  const { passphrase, ...paths } = readClientCertField(text) ?? refuse(clientCertUsage);
  const found = Object.entries(paths).map(async ([name, path]) => {
    const { reader, workspaceRoot } = preparation.context;
    const candidates = bodyFileCandidates(path, preparation.file.path, workspaceRoot);
    const file = await findFile(reader, candidates);
    if (file === undefined) return refuse(`${path} was not found in ${candidates.join(' or ')}`);
    if (file.facts.sizeBytes > maxFileBytes) return refuse(`${file.path} is larger than 1 MB`);
    if (file.facts.kind === 'file') return [name, file.path];
    return refuse(`${file.path}: ${unreadable[file.facts.kind].replace(/\.$/, '')}`);
  });
  return { ...Object.fromEntries(await Promise.all(found)), ...(passphrase && { passphrase }) };
}

/** JetBrains writes a path, or an object with one; it is relative to the environment file. */
function sslConfiguration({ context }: Preparation): {
  files: CertificateFiles | null;
  verifies: boolean;
} {
  const { environments, environment } = context;
  const [found] = environmentConfiguration(environments, environment, 'SSLConfiguration');
  if (typeof found?.value !== 'object' || found.value === null) {
    return { files: null, verifies: true };
  }
  const json = found.value as Record<string, unknown>;
  const pathOf = (name: string): string | undefined => {
    const value = json[name];
    const path =
      typeof value === 'object' && value !== null && 'path' in value ? value.path : value;
    return typeof path === 'string' ? resolve(dirname(found.path), path) : undefined;
  };
  const cert = pathOf('clientCertificate');
  const key = pathOf('clientCertificateKey');
  const isStore = cert !== undefined && /\.(?:p12|pfx)$/i.test(cert);
  const files = isStore ? { pfx: cert } : { ...(cert && { cert }), ...(key && { key }) };
  return {
    files: cert === undefined ? null : files,
    verifies: json['verifyHostCertificate'] !== false,
  };
}

async function read(
  preparation: Preparation,
  authority: string,
  { cert, key, pfx, passphrase: given }: CertificateFiles,
): Promise<ClientCertificate> {
  const { reader } = preparation.context;
  const bytesOf = async (path: string): Promise<Uint8Array> => {
    const bytes = await reader.readBytes(path);
    if (bytes !== undefined) return bytes;
    const params = { host: authority, reason: `${path} cannot be read` };
    throw new WireError('WB_TLS_CLIENT_CERTIFICATE', 'prepare', { params });
  };
  const material = {
    ...(cert && { cert: pem('CERTIFICATE', await bytesOf(cert)) }),
    ...(key && { key: pem('PRIVATE KEY', await bytesOf(key)) }),
    ...(pfx && { pfx: await bytesOf(pfx) }),
  };
  const asks = !given && isLocked(material);
  const passphrase = asks ? askPassphrase(preparation, pfx ?? key ?? '', material) : given;
  if (passphrase) preparation.secrets.add(passphrase);
  return { authority, ...material, ...(passphrase && { passphrase }) };
}

function askPassphrase(
  preparation: Preparation,
  path: string,
  material: { key?: string; pfx?: Uint8Array },
): string {
  const file = basename(path);
  const accepts = (passphrase: string): boolean => opens(material, passphrase);
  return preparation.ask({
    form: 'password',
    label: `Passphrase of ${file}`,
    preset: '',
    options: [],
    once: true,
    opens: { file, accepts },
  });
}

/** Text as it is; DER as PEM (RFC 7468). */
function pem(label: string, bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  if (text.includes('-----BEGIN')) return text;
  const base64 = Buffer.from(bytes).toString('base64');
  return `-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`;
}
