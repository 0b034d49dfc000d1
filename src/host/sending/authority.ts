/** `host:port` of a URL, its default port spelled out: the key in `wirebook.tls.trusted`. */
export function authorityOf(url: string): string {
  const { hostname, port, protocol } = new URL(url);
  const isSecure = protocol === 'https:' || protocol === 'wss:';
  return `${hostname}:${port || (isSecure ? '443' : '80')}`;
}
