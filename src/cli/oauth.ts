import type { OAuthWorld } from '../core/auth/oauth/oauthClient.ts';
import { tokenExchange } from '../core/auth/oauth/tokenExchange.ts';
import { TokenMemory } from '../core/auth/oauth/tokenSet.ts';
import type { Engine } from '../engine/engine.ts';
import type { RunArguments } from './arguments.ts';
import type { CommandIo } from './commandIo.ts';
import { printable } from './printable.ts';

/**
 * How one run gets OAuth 2 tokens. Each exchange with an authorization server is reported; a page to sign in on is
 * printed, as a command line may run on another machine than the browser.
 */
export function commandLineOAuth(
  engine: Engine,
  { file, insecure }: RunArguments,
  io: CommandIo,
  report: (exchange: number) => Promise<void>,
): OAuthWorld {
  return {
    store: new TokenMemory(),
    signal: io.interrupted,
    send: async (request, config) => {
      const options = { verifyTls: !insecure };
      const answer = await engine.requestToken(tokenExchange(request, config, file, options));
      await report(answer.exchange);
      return answer;
    },
    reachable: (url) => Promise.resolve(url),
    open: async (url, userCode) => {
      const code = userCode === null ? '' : ` The code is ${userCode}.`;
      io.writeError(printable(`wirebook: Sign in on this page: ${url}${code}\n`));
    },
  };
}
