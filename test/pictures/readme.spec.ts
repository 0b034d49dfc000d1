import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConsoleFrame } from '../support/workbench/consoleFrame.ts';
import { expect, test } from '../support/workbench/fixtures.ts';
import type { Workbench } from '../support/workbench/workbench.ts';

/** Takes it when all is drawn, and with the pointer where nothing explains itself. */
async function picture(workbench: Workbench, name: string): Promise<void> {
  const { frame } = await workbench.console();
  await frame.evaluate(async () => void (await document.fonts.ready));
  await workbench.page.mouse.move(250, 5);
  await workbench.page.screenshot({ path: join('docs/pictures', `${name}.png`) });
}

/** Puts the console beside the file, as wide as the window allows. */
async function widen(workbench: Workbench): Promise<ConsoleFrame> {
  await workbench.runCommand('View: Close Primary Side Bar');
  await workbench.runCommand('View: Toggle Secondary Side Bar Visibility');
  await workbench.runCommand('Wirebook: Open Console in Editor');
  return workbench.console();
}

/** The example closes after three quotes; a picture wants more. */
function keepTicking(path: string): void {
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace(/^=== (?:wait-for-server|close) .*\n/gm, ''));
}

test.describe('dark', () => {
  test.use({ theme: 'dark', viewport: { width: 1600, height: 820 } });

  test('frames and handshake', async ({ workbench }) => {
    keepTicking(join(workbench.folder, 'secure.http'));
    await workbench.openFile('secure.http');
    await workbench.lens('Connect').first().click();
    await expect((await workbench.console()).rows.nth(5)).toBeVisible();
    const console = await widen(workbench);
    await expect(console.rows.nth(12)).toBeVisible();
    await console.sendText('{"subscribe":"AAPL"}');
    await console.ping('keep');
    await expect(console.rowsOf('in', 'pong')).toContainText('RTT');
    await console.filter('/AAPL|keep/');
    await console.rowsOf('in', 'text').last().click();
    await expect(console.detail).toContainText('纳斯达克');
    await picture(workbench, 'frames-dark');
    await console.openTab('Handshake');
    await expect(console.frame.locator('wirebook-handshake-tab')).toContainText('verified');
    await picture(workbench, 'handshake-dark');
  });

  test('a failure', async ({ workbench }) => {
    await workbench.page.setViewportSize({ width: 1400, height: 820 });
    await workbench.openFile('secure.http');
    await workbench.lens('Send').first().click();
    const card = (await workbench.console()).frame.locator('wirebook-failure-card');
    await expect(card).toBeVisible();
    await expect(workbench.page.getByRole('treeitem', { name: /^verified, / })).toBeVisible();
    await expect(workbench.lens(/an authority you do not trust/)).toBeVisible();
    await picture(workbench, 'failure-dark');
  });

  test('narrow', async ({ workbench }) => {
    await workbench.page.setViewportSize({ width: 1400, height: 1000 });
    await workbench.openFile('echo.ws');
    await workbench.lens('Connect').first().click();
    const console = await workbench.console();
    await expect(console.rowsOf('in', 'text')).toHaveCount(3);
    await console.rowsOf('in', 'text').nth(1).click();
    await expect(console.detail).toContainText('王小明');
    await picture(workbench, 'narrow-dark');
  });
});

test.describe('light', () => {
  test.use({ theme: 'light', viewport: { width: 1600, height: 820 } });

  test('a response', async ({ workbench }) => {
    await workbench.openFile('hello.http');
    await workbench.lens('Send').first().click();
    await expect((await workbench.console()).state).toContainText('200');
    const console = await widen(workbench);
    await expect(console.frame.locator('wirebook-payload-view')).toContainText('王小明');
    await picture(workbench, 'response-light');
  });
});
