import type { Sentence } from './sentence.ts';
import type { WireErrorCode } from './wireError.ts';

/** Failures of going over a proxy. */
export const proxySentences = {
  WB_PROXY_INVALID: {
    message: 'The proxy {0} is not valid: {1}. Nothing was sent.',
    hint: 'Write http://, https://, socks4://, socks4a://, socks5:// or socks5h://, then host and port.',
    params: ['proxy', 'reason'],
  },
  WB_PROXY_SCRIPT: {
    message:
      '{0} is a script that chooses a proxy (PAC), and Wirebook runs none. Nothing was sent.',
    hint: 'Look in the script for the proxy of this host (PROXY host:port), and write it as “# @proxy http://host:port” or into http.proxy.',
    params: ['proxy'],
  },
  WB_PROXY_UNREACHABLE: {
    message: 'The proxy {0} cannot be reached: {1}.',
    hint: 'Check http.proxy, the variables HTTP_PROXY, HTTPS_PROXY and ALL_PROXY, or “# @proxy”. “# @no-proxy” goes without it.',
    params: ['proxy', 'reason'],
  },
  WB_PROXY_AUTH_REQUIRED: {
    message: 'The proxy {0} asks for a user and a password.',
    hint: 'Write them into its URL, as http://user:password@host:port, or into http.proxyAuthorization. It takes {1}.',
    params: ['proxy', 'schemes'],
  },
  WB_PROXY_AUTH_FAILED: {
    message: 'The proxy {0} does not accept this user and password.',
    hint: 'Check them; in a URL, characters such as @ and : are percent-encoded. It takes {1}.',
    params: ['proxy', 'schemes'],
  },
  WB_PROXY_BAD_ANSWER: {
    message: '{0} does not answer as such a proxy does.',
    hint: 'It answered {1}. Check the scheme of the proxy (http, https, socks4, socks5) and its port.',
    params: ['proxy', 'received'],
  },
  WB_PROXY_CLOSED: {
    message: 'The proxy {0} closed the connection before it was through.',
    hint: 'It may not allow this target, or it speaks another protocol on this port.',
    params: ['proxy'],
  },
  WB_PROXY_FAILED: {
    message: 'The proxy {0} did not connect us to {1}: {2}.',
    hint: 'The proxy was reached; what is behind it was not, or it does not allow it. “# @no-proxy” goes without it.',
    params: ['proxy', 'target', 'reason'],
  },
} as const satisfies Partial<Record<WireErrorCode, Sentence>>;
