import { withScheme } from '../request-file/proxyUrl.ts';
import { decoded } from '../wire/proxy/proxy.ts';
import type { ProxySettings } from '../wire/proxy/proxySettings.ts';

/** Passwords in the URLs of proxies, and the credentials set for them. */
export function proxySecrets(proxy: ProxySettings | null | undefined): string[] {
  if (!proxy) return [];
  const urls = [proxy.http, proxy.https].filter((url) => url !== null);
  const passwords = urls.flatMap((url) => passwordOf(url));
  return [...passwords, proxy.authorization?.replace(/^\S+\s+/, '') ?? ''];
}

function passwordOf(url: string): string[] {
  const password = URL.parse(withScheme(url))?.password ?? '';
  return [password, decoded(password)];
}
