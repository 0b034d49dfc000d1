import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from '@playwright/test';
import { fixtureNames } from '../../support/consoleFixtureNames.ts';
import type { FixtureName } from '../../support/consoleFixtureNames.ts';
import { expect, test } from '../../support/consoleTest.ts';
import { themeNames } from '../../support/consoleThemes.ts';

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

/** Rules that are broken, each with the first element that breaks it. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const { violations: found } = await page.evaluate(() =>
    (window as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
      resultTypes: ['violations'],
    }),
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
}

/** Gives the page the words of another language. */
async function speak(page: Page, locale: string): Promise<void> {
  const bundle = readFileSync(`l10n/bundle.l10n.${locale}.json`, 'utf8');
  const translations = JSON.parse(bundle) as Record<string, string>;
  await page.addInitScript((language) => (window.language = language), { locale, translations });
}

/** What is wider than the page, and neither scrolls nor is cut with an ellipsis on purpose. */
function lostElements(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const scrolling = '.tab-list, .virtual-viewport, .text-view, .bar-text, .phase-text, .sr-only';
    return [...document.querySelectorAll('main *')]
      .filter((element) => {
        const box = element.getBoundingClientRect();
        return (
          box.width > 0 &&
          (box.right > width + 1 || box.left < -1) &&
          element.closest(scrolling) === null
        );
      })
      .map((element) => `${element.tagName}.${element.className}`);
  });
}

for (const theme of themeNames) {
  test(`no accessibility rule is broken in ${theme}`, async ({ open, page }) => {
    test.slow();
    for (const fixture of fixtureNames) {
      await open(fixture, theme);
      const row = page.locator('.log-row:visible').nth(4);
      if (fixture === 'ticker') await row.click();
      await page.waitForLoadState('networkidle');
      expect(await violations(page), fixture).toEqual([]);
    }
  });

  test(`no accessibility rule is broken in the tabs of ${theme}`, async ({ open, page }) => {
    test.slow();
    for (const fixture of ['ticker', 'redirects'] as FixtureName[]) {
      await open(fixture, theme);
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click();
        expect(await violations(page), `${fixture} ${await tab.textContent()}`).toEqual([]);
      }
    }
  });
}

for (const [width, locale] of [
  [280, 'en'],
  [320, 'en'],
  [280, 'zh-cn'],
] as const) {
  test(`nothing is lost at ${width} px in ${locale}`, async ({ open, page }) => {
    await page.setViewportSize({ width, height: 640 });
    if (locale !== 'en') await speak(page, locale);
    for (const fixture of fixtureNames) {
      await open(fixture);
      expect(await lostElements(page), fixture).toEqual([]);
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click();
        await expect(tab).toBeInViewport({ ratio: 0.99 });
        expect(await lostElements(page), `${fixture} ${await tab.textContent()}`).toEqual([]);
      }
    }
  });
}

test('in a narrow page the detail stands below the log and types are a button away', async ({
  open,
  page,
}) => {
  await page.setViewportSize({ width: 290, height: 700 });
  await open('ticker');
  await page.locator('.log-row:visible').nth(3).click();
  const detail = page.locator('.detail-pane');
  await expect(detail).toBeVisible();
  await expect
    .poll(async () => {
      const log = (await page.locator('.log-pane').boundingBox())!;
      const { y, width } = (await detail.boundingBox())!;
      return { isBelow: y > log.y + 50, isAsWide: width === log.width };
    })
    .toEqual({ isBelow: true, isAsWide: true });
  await page.getByRole('button', { name: 'Directions and types shown' }).click();
  await expect(page.getByRole('button', { name: 'ping/pong' })).toBeVisible();
});

test('in a narrow page the time that a socket is open is never cut', async ({ open, page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await open('conversation');
  const state = page.locator('.head-state');
  expect(await state.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
});

test('phases fill their bar, however short they are, and no label is cut', async ({
  open,
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 700 });
  for (const fixture of ['tcpRefused', 'json', 'redirects'] as const) {
    await open(fixture);
    const free = await page.locator('.phase-bar').evaluate((bar) => {
      const last = bar.lastElementChild!.getBoundingClientRect();
      return bar.getBoundingClientRect().right - last.right;
    });
    expect(Math.abs(free), fixture).toBeLessThan(1);
    const cut = await page.locator('.phase-label').evaluateAll(
      (labels) =>
        labels.filter((label) => {
          const text = label.getBoundingClientRect();
          const box = label.closest('.phase')!.getBoundingClientRect();
          return text.right > box.right + 1 && text.top < box.bottom;
        }).length,
    );
    expect(cut, fixture).toBe(0);
  }
});

test('tabs fade out where more of them can be scrolled to', async ({ open, page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await open('ticker');
  const fade = (side: string): Promise<string> =>
    page
      .getByRole('tablist')
      .evaluate((list, part) => getComputedStyle(list, part).backgroundImage, `::${side}`);
  await expect.poll(() => fade('after')).toContain('gradient');
  expect(await fade('before')).toBe('none');
  await page.getByRole('tab', { name: 'Wire' }).click();
  await expect.poll(() => fade('before')).toContain('gradient');
  const first = page.getByRole('tab', { name: 'Frames' });
  await first.click();
  await expect.poll(() => fade('before')).toBe('none');
  const connection = page.getByRole('tab', { name: 'Connection' });
  await connection.click();
  const { x, width } = (await connection.boundingBox())!;
  expect(x + width).toBeLessThanOrEqual(320 - 28);
});

test('reduced motion stops what moves', async ({ open, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open('events');
  const animation = await page
    .locator('.phase.pending')
    .evaluate((element) => getComputedStyle(element).animationName);
  expect(animation).toBe('none');
});
