import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { chromium, type Browser, type Page } from '@playwright/test';
import { chromiumArguments, findChromium } from '../../../scripts/vscode/chromium.ts';
import { startTestDemoServer, type TestDemoServer } from '../../support/demoServer.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe('the page of the demo server', () => {
  let server: TestDemoServer;
  let browser: Browser;
  before(async () => {
    server = await startTestDemoServer();
    browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArguments });
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  const open = async (colorScheme: 'dark' | 'light'): Promise<Page> => {
    const page = await browser.newPage({ colorScheme });
    await page.goto(server.urls.http);
    await page.locator('.dot[data-state=open]').waitFor();
    return page;
  };

  test('sends 你好，服务器！ at a click and logs both directions', async () => {
    const page = await open('light');
    assert.equal(await page.locator('#url').textContent(), server.urls.ws);
    await page.getByRole('button').click();
    await page.locator('#log .in').waitFor();
    assert.match((await page.locator('#log .out').textContent()) ?? '', /↑你好，服务器！$/);
    assert.match((await page.locator('#log .in').textContent()) ?? '', /↓你好，服务器！$/);
    await page.close();
  });

  test('shows what comes as text, never as markup', async () => {
    const page = await open('dark');
    await page.getByRole('textbox').fill('<img src=x onerror=alert(1)>');
    await page.getByRole('button').click();
    await page.locator('#log .in').waitFor();
    assert.equal(await page.locator('#log img').count(), 0);
    assert.match((await page.locator('#log .in').textContent()) ?? '', /<img src=x/);
    await page.close();
  });

  for (const colorScheme of ['dark', 'light'] as const) {
    test(`has nothing that axe-core objects to (${colorScheme})`, async () => {
      const page = await open(colorScheme);
      await page.getByRole('button').click();
      await page.locator('#log .in').waitFor();
      await page.evaluate(await readFile(axePath, 'utf8'));
      const found = await page.evaluate<string>(
        'axe.run().then(({ violations }) => JSON.stringify(violations))',
      );
      assert.deepEqual(JSON.parse(found), []);
      await page.close();
    });
  }
});
