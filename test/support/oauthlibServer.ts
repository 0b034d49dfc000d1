import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { isMissing } from './programs.ts';

const python = '/usr/bin/python3';

/** An authorization server made of Python's oauthlib, until the end of its test. */
export interface OauthlibServer {
  issuer: string;
  /** Grant, client, user and scope of each token that was given. */
  granted(): Promise<string[]>;
}

export const oauthlibIsMissing = isMissing('/usr/lib/python3/dist-packages/oauthlib');

/** Starts it with one client `service` and one user. */
export async function startOauthlib(
  t: TestContext,
  { secret, username, password }: { secret: string; username: string; password: string },
): Promise<OauthlibServer> {
  const script = join(import.meta.dirname, 'oauthlibServer.py');
  const server = spawn(python, [script, secret, username, password], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(async () => {
    server.kill();
    await once(server, 'exit');
  });
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  const issuer = `http://127.0.0.1:${Number(line.toString())}`;
  const granted = async () => (await (await fetch(`${issuer}/granted`)).json()) as string[];
  return { issuer, granted };
}
