import { test as base, expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { ConsoleInit } from '../../src/protocol/console.ts';
import type { FixtureName } from './consoleFixtureNames.ts';
import type { FakeHost } from './consoleFakeHost.ts';
import { ConsolePage } from './consolePage.ts';
import type { ThemeName } from './consoleThemes.ts';

declare global {
  interface Window {
    fakeHost: FakeHost;
    language?: Pick<ConsoleInit, 'locale' | 'translations'>;
  }
}

/** Opens a fixture of the console. */
type Open = (fixture: FixtureName, theme?: ThemeName) => Promise<Page>;

/** A test with the console in a page; it fails when the page reports a fault or breaks its policy. */
export const test = base.extend<{ open: Open }, { served: ConsolePage }>({
  served: [
    // Playwright reads the pattern to know what a fixture needs.
    async ({}, use) => {
      const served = await ConsolePage.start();
      await use(served);
      await served.stop();
    },
    { scope: 'worker' },
  ],
  open: async ({ page, served }, use) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await use(async (fixture, theme = 'dark') => {
      await page.goto(served.url(fixture, theme));
      await page.locator('wirebook-console main').waitFor();
      return page;
    });
    expect(faults).toEqual([]);
  },
});

export { expect } from '@playwright/test';

/** The requests of one method that the page has made, oldest first. */
export async function requestsOf(page: Page, method: string): Promise<Record<string, unknown>[]> {
  const requests = await page.evaluate(() => window.fakeHost.requests);
  return requests
    .filter((request) => request.method === method)
    .map((request) => request.params as Record<string, unknown>);
}
