import { expect, requestsOf, test } from '../../support/consoleTest.ts';

test('the steps of a conversation say where it stands and what came instead', async ({ open }) => {
  const page = await open('conversation');
  await page.getByRole('tab', { name: 'Steps' }).click();
  const steps = page.getByRole('list', { name: 'Steps' });
  await expect(steps.getByRole('listitem')).toHaveCount(7);
  await expect(steps.getByRole('listitem').nth(1)).toContainText('$.type == "welcome"');
  await expect(steps.getByRole('listitem').nth(5)).toContainText('It was 39');
  await expect(steps.getByRole('listitem').nth(5)).toContainText('Nothing came in time.');
  await page.screenshot({ path: 'test-results/screenshots/steps.png' });
  await page.setViewportSize({ width: 320, height: 640 });
  await page.screenshot({ path: 'test-results/screenshots/steps-320.png' });
});

test('an expectation is seen at the frame that decided it, and in its detail', async ({ open }) => {
  const page = await open('conversation');
  const unmet = page.locator('.log-row.unmet:visible');
  await expect(unmet).toHaveCount(1);
  await expect(unmet).toContainText('$.seq > 40');
  await expect(unmet).toContainText('failed');
  await expect(page.locator('.log-row:visible', { hasText: '$.type == "welcome"' })).toBeVisible();
  await unmet.click();
  const expected = page.getByRole('group', { name: 'What was expected here' });
  await expect(expected).toContainText('It was 39');
  await expect(expected).toContainText('Nothing came in time.');
});

test('an unmet expectation is seen in a narrow log too', async ({ open, page }) => {
  await page.setViewportSize({ width: 300, height: 700 });
  await open('conversation');
  await expect(page.locator('.log-row.unmet:visible .row-error').first()).toBeInViewport();
});

test('a byte stream shows each read with its place, and sends lines with the end that is chosen', async ({
  open,
}) => {
  const page = await open('rawStream', 'light');
  await expect(page.getByRole('grid', { name: 'Data' })).toContainText('@56');
  await page.getByRole('combobox', { name: 'Format' }).selectOption('crlf');
  await page.getByRole('textbox', { name: /message/iu }).fill('PING');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect
    .poll(async () => requestsOf(page, 'send'))
    .toEqual([{ exchange: 31, format: 'crlf', text: 'PING' }]);
  await page.screenshot({ path: 'test-results/screenshots/raw-stream.png' });
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect
    .poll(async () => requestsOf(page, 'act'))
    .toContainEqual({ action: 'close', exchange: 31, code: 1000, reason: '' });
});
