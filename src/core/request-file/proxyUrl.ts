import { maskText } from '../recording/maskText.ts';

const PROXY = /^(?:(?:https?|socks(?:4a?|5h?)?):\/\/)?[^\s/]+\/?$/i;

/** A file that computes the proxy for each URL: `pac+https://…`, or what such files are called. */
const SCRIPT = /^pac[+:]|^[a-z]+:\/\/[^?#]*\/(?:[^/?#]*\.pac|wpad\.dat)(?:$|[?#])/i;

/** Whether a text may be the URL of a proxy, or of a script that chooses one: sending tells of that by its own code. */
export function isProxyUrl(text: string): boolean {
  return PROXY.test(text) || isProxyScript(text);
}

/** Whether a URL is that of a script that chooses a proxy (PAC). */
export function isProxyScript(url: string): boolean {
  return SCRIPT.test(url) || SCRIPT.test(withScheme(url));
}

/** Without a scheme, a proxy is one of `http`. */
export function withScheme(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`;
}

/** User and password masked, also where what is written is no URL: all before the last `@`. */
export function maskCredentials(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:?\/\/)?.*@/is, `$1${maskText}@`);
}
