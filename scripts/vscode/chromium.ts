import { chromium } from '@playwright/test';
import { findProgram, isProgram } from './programs.ts';

/** What keeps a test's Chromium quiet and able to run in a container. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The system's Chromium or Chrome, else Playwright's own if it is installed, else an error that says what to do. */
export function findChromium(): string {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const found = findProgram(names) ?? [chromium.executablePath()].find(isProgram);
  if (found !== undefined) return found;
  throw new Error(
    'No Chromium here. Install one (apt-get install chromium) or run: npx playwright install chromium',
  );
}
