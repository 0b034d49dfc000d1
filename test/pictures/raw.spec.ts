import { expect, test } from '../support/workbench/fixtures.ts';
import type { Workbench } from '../support/workbench/workbench.ts';

/** The pictures of `docs/raw.md`: `raw.http`, and the console as wide as a person reads it. */
test.use({ theme: 'light', viewport: { width: 1500, height: 1000 } });

interface Picture {
  /** Which of the lenses “Connect”. */
  lens: number;
  rows: number;
  /** Shown in the middle of the file. */
  line: number;
}

async function take(workbench: Workbench, name: string, { lens, rows, line }: Picture) {
  const { page } = workbench;
  await workbench.openFile('raw.http');
  await workbench.lens('Connect').nth(lens).click();
  const console = await workbench.console();
  await expect(console.rows).toHaveCount(rows);
  await workbench.runCommand('View: Close Primary Side Bar');
  await workbench.runCommand('View: Toggle Secondary Side Bar Visibility');
  await workbench.runCommand('Wirebook: Open Console in Editor');
  const wide = await workbench.console();
  await expect(wide.rows).toHaveCount(rows);
  await page.setViewportSize({ width: 1500, height: 620 });
  await page.locator('.tab', { hasText: 'raw.http' }).click();
  await page.keyboard.press('Control+G');
  await page.keyboard.type(String(line));
  await page.keyboard.press('Enter');
  await page.mouse.move(700, 5);
  await page.screenshot({ path: `docs/pictures/${name}.png` });
}

test('a byte stream', async ({ workbench }) => {
  await take(workbench, 'raw-stream', { lens: 0, rows: 4, line: 14 });
});

test('datagrams', async ({ workbench }) => {
  await take(workbench, 'raw-datagrams', { lens: 1, rows: 3, line: 28 });
});

test('frames', async ({ workbench }) => {
  await take(workbench, 'raw-frames', { lens: 2, rows: 4, line: 36 });
});
