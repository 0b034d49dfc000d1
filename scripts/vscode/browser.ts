import { spawn } from 'node:child_process';
import { findProgram, hasDisplay } from './programs.ts';

/** Opens an address in the user's browser; false where there is none. */
export function openInBrowser(url: string): boolean {
  const opener = hasDisplay() ? findOpener() : undefined;
  if (opener === undefined) return false;
  const child = spawn(opener, [url], { stdio: 'ignore', detached: true });
  child.on('error', () => console.log('The browser did not start: open the address yourself.'));
  child.unref();
  return true;
}

function findOpener(): string | undefined {
  if (process.platform === 'win32') return 'explorer';
  return findProgram(
    process.platform === 'darwin' ? ['open'] : ['xdg-open', 'chromium', 'firefox'],
  );
}
