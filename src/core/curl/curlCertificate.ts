import type { CurlText } from './curlRequest.ts';

/** The value of `ClientCert` for the options that choose a client certificate; `null` where they name none. */
export function curlClientCert(options: ReadonlyMap<string, CurlText>): string | null {
  const [cert, key, pass, type] = ['cert', 'key', 'pass', 'cert-type'].map(
    (name) => options.get(name)?.text ?? '',
  );
  if (!cert) return null;
  const { file, passphrase } = splitCert(cert);
  const isStore = /^p12$/i.test(type ?? '');
  const parts = [
    [isStore ? 'pfx' : 'cert', file],
    ['key', key || (isStore ? '' : file)],
    ['passphrase', pass || passphrase],
  ];
  return parts.flatMap(([name, text]) => (text ? [`${name}: ${quoted(text)}`] : [])).join(' ');
}

/** `file:passphrase`; a colon in the name of the file has a backslash before it, that of a Windows drive has none. */
function splitCert(text: string): { file: string; passphrase: string } {
  const [, drive = '', rest = ''] = /^([a-z]:(?=[\\/]))?([^]*)$/i.exec(text) ?? [];
  const [, file = '', passphrase = ''] = /^((?:\\:|[^:])*):?([^]*)$/.exec(rest) ?? [];
  return { file: drive + file.replaceAll('\\:', ':'), passphrase };
}

function quoted(text: string): string {
  return /\s/.test(text) ? `"${text}"` : text;
}
