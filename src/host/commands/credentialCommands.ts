import type { CookieNode } from '../views/cookiesTree.ts';
import type { Commands, HostParts } from './hostParts.ts';

/** Commands for what proves to servers who asks: cookies and tokens. */
export function credentialCommands({ cookies, oauth }: HostParts): Commands {
  return {
    'wirebook.deleteCookie': (argument) => cookies.delete(nodeOf(argument)),
    'wirebook.deleteAllCookies': () => cookies.deleteAll(),
    'wirebook.forgetTokens': () => oauth.store.clear(),
  };
}

function nodeOf(argument: unknown): CookieNode | undefined {
  const isNode =
    typeof argument === 'object' &&
    argument !== null &&
    ('cookies' in argument || 'cookie' in argument);
  return isNode ? (argument as CookieNode) : undefined;
}
