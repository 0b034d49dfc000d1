/** Connects to another host and port than a URL says, as curl's `--connect-to`; host names, TLS and headers stay. */
export interface ConnectTo {
  /** `null` is any. */
  host: string | null;
  port: number | null;
  /** `null` is that of the URL. */
  toHost: string | null;
  toPort: number | null;
}

const host = '(\\[[\\da-f:.%]+\\]|[^:\\[\\]]*)';
const form = new RegExp(`^${host}:(\\d{0,5}):${host}:(\\d{0,5})$`, 'i');

/** Reads `host:port:to-host:to-port`, each of which may be empty; `null` where it is not understood. */
export function parseConnectTo(text: string): ConnectTo | null {
  const [, from = '', port = '', to = '', toPort = ''] = form.exec(text) ?? [];
  if (!form.test(text) || Number(port) > 65_535 || Number(toPort) > 65_535) return null;
  return {
    host: from === '' ? null : from.toLowerCase(),
    port: port === '' ? null : Number(port),
    toHost: to === '' ? null : to.replace(/^\[(.*)\]$/, '$1'),
    toPort: toPort === '' ? null : Number(toPort),
  };
}
