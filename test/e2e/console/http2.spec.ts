import { expect, test } from '../../support/consoleTest.ts';

test('HTTP/2 frames stand in a log of their own, with what each says', async ({ open }) => {
  const page = await open('json');
  await page.getByRole('tab', { name: 'HTTP/2 frames' }).click();
  const rows = page.getByRole('row');
  await expect(rows.filter({ hasText: 'WINDOW_UPDATE' })).toContainText('+65535');
  await expect(rows.filter({ hasText: 'waited 128 ms for the window of its stream' })).toHaveCount(
    1,
  );
  await rows.filter({ hasText: 'MAX_CONCURRENT_STREAMS' }).click();
  await page.keyboard.press('Enter');
  const bits = page.getByLabel('Frame header');
  await expect(bits).toContainText('0x04 SETTINGS');
  await expect(page.locator('.detail-note')).toContainText('INITIAL_WINDOW_SIZE: 65535');
  await rows.filter({ hasText: ':method: POST' }).click();
  await expect(bits).toContainText('0x01 HEADERS');
  await expect(bits).toContainText('0x04 END_HEADERS');
  await expect(page.locator('.detail-note')).toContainText('x-name: 王小明');
});

test('the filter of HTTP/2 frames hides what is not wanted', async ({ open }) => {
  const page = await open('json');
  await page.getByRole('tab', { name: 'HTTP/2 frames' }).click();
  const goAway = page.getByRole('row', { name: /sent GOAWAY/u });
  await expect(goAway).toBeVisible();
  await page.getByRole('button', { name: 'control', exact: true }).click();
  await expect(goAway).toHaveCount(0);
  await expect(page.getByRole('row').filter({ hasText: ':status: 201' })).toBeVisible();
});
