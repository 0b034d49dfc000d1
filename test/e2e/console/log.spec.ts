import { expect, requestsOf, test } from '../../support/consoleTest.ts';

test('the log opens at its end and follows what comes', async ({ open }) => {
  const page = await open('ticker');
  await expect(page.getByRole('row', { name: /^3492/u })).toBeVisible();
  await page.evaluate(() => window.fakeHost.grow(500));
  await expect(page.getByRole('row', { name: /^3992/u })).toBeVisible();
  await expect(page.locator('.counter-in').first()).toContainText('3,981');
});

test('scrolling up lets go of the end and says how many are new', async ({ open }) => {
  const page = await open('ticker');
  await expect(page.getByRole('row', { name: /^3492/u })).toBeVisible();
  await page.getByRole('grid').hover();
  await page.mouse.wheel(0, -400);
  await expect(page.getByRole('row', { name: /^3492/u })).toBeHidden();
  await page.evaluate(() => window.fakeHost.grow(38));
  const pill = page.getByRole('button', { name: /new$/u });
  await expect(pill).toBeVisible();
  await expect(page.getByRole('row', { name: /^3530/u })).toBeHidden();
  await pill.click();
  await expect(page.getByRole('row', { name: /^3530/u })).toBeVisible();
  await expect(pill).toBeHidden();
});

test('a pause holds the log still and counts on', async ({ open }) => {
  const page = await open('ticker');
  await expect(page.getByRole('row', { name: /^3492/u })).toBeVisible();
  await page.getByRole('button', { name: 'Pause the log' }).click();
  await page.evaluate(() => window.fakeHost.grow(20));
  await expect(page.getByRole('button', { name: '↓ 20 new' })).toBeVisible();
  await expect(page.getByRole('row', { name: /^3492/u })).toBeVisible();
  await page.getByRole('button', { name: 'Resume the log' }).click();
  await expect(page.getByRole('row', { name: /^3512/u })).toBeVisible();
});

test('the log is one tab stop, walked by keys', async ({ open }) => {
  const page = await open('ticker');
  const grid = page.getByRole('grid');
  await grid.focus();
  await grid.press('Home');
  await expect(grid).toHaveAttribute('aria-rowcount', '3494');
  const active = (): Promise<string | null> =>
    grid.evaluate((element) => {
      const id = element.getAttribute('aria-activedescendant') ?? '';
      return document.getElementById(id)?.getAttribute('aria-rowindex') ?? null;
    });
  await expect.poll(active).toBe('2');
  await grid.press('ArrowDown');
  await expect.poll(active).toBe('3');
  await grid.press('PageDown');
  await expect.poll(async () => Number(await active())).toBeGreaterThan(10);
  await grid.press('Enter');
  await expect(page.locator('wirebook-row-detail .bits')).toBeVisible();
  await grid.press('End');
  await expect.poll(active).toBe('3494');
  await expect(page.locator('.detail-title strong')).toHaveText('#3492');
  await grid.press('Tab');
  await expect(page.getByRole('separator')).toBeFocused();
  const before = Number(await page.getByRole('separator').getAttribute('aria-valuenow'));
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('separator')).toHaveAttribute('aria-valuenow', String(before - 4));
});

test('a slash goes to the filter, which marks what it finds and counts', async ({ open }) => {
  const page = await open('ticker');
  await page.getByRole('grid').focus();
  await page.keyboard.press('/');
  const filter = page.getByRole('textbox', { name: /^Filter rows/u });
  await expect(filter).toBeFocused();
  await filter.fill('/AAPL|keep/');
  await expect(page.locator('.filter-count')).toHaveText('2,417 of 3,493');
  await expect(page.locator('.log-row mark').first()).toHaveText(/AAPL|keep/u);
  await filter.fill('nowhere to be found');
  await expect(page.getByText('No row passes the filter.')).toBeVisible();
  await filter.press('Escape');
  await expect(page.locator('.filter-count')).toHaveText('3,493');
});

test('a broken regular expression is said, and searched as text', async ({ open }) => {
  const page = await open('ticker');
  await page.getByRole('textbox', { name: /^Filter rows/u }).fill('/a(/');
  await expect(page.getByText('Not a regular expression: searched as plain text.')).toBeVisible();
});

test('chips hide directions and types', async ({ open }) => {
  const page = await open('ticker');
  await page.getByRole('button', { name: 'ping/pong' }).click();
  await expect(page.getByRole('button', { name: 'ping/pong' })).toHaveAttribute(
    'aria-pressed',
    'false',
  );
  await expect(page.locator('.log-row[data-type="ping"]:visible')).toHaveCount(0);
  await page.getByRole('button', { name: 'Show received' }).click();
  await expect(page.locator('.log-row[data-direction="in"]:visible')).toHaveCount(0);
  await expect
    .poll(async () => (await requestsOf(page, 'rows')).at(-1))
    .toMatchObject({ filter: { directions: ['out'] } });
});

test('a frame shows its header bits, its payload and where it was compressed', async ({ open }) => {
  const page = await open('ticker');
  await page.locator('.log-row:visible', { hasText: '"type":"tick"' }).last().click();
  const detail = page.locator('wirebook-row-detail');
  await expect(detail.locator('.bits')).toContainText('100');
  await expect(detail.getByText(/^wire 33 B → \d+ B inflated$/u)).toBeVisible();
  await expect(detail.getByRole('treeitem', { name: /"venue"/u })).toContainText('纳斯达克');
  await detail.getByRole('button', { name: 'Hex' }).click();
  await expect(detail.getByRole('region', { name: 'Payload as hex' })).toContainText('7b 22 74 79');
  await page.keyboard.press('Escape');
  await expect(detail).toBeHidden();
  await expect(page.getByRole('grid')).toBeFocused();
});

test('an invalid frame says what is wrong, with the RFC section', async ({ open }) => {
  const page = await open('badFrame');
  await page.locator('.log-row.invalid').click();
  await expect(page.locator('.detail-error')).toContainText('RFC 6455 §5.2');
  await expect(page.getByText('The connection is closed.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
});

test('the wire shows bytes under the names of their parts', async ({ open }) => {
  const page = await open('ticker');
  await page.getByRole('tab', { name: 'Wire' }).click();
  await page.locator('#log-wire .log-row:visible').nth(3).click();
  const dump = page.getByRole('region', { name: 'Payload as hex' });
  await expect(dump.getByText('ping, 46 bytes')).toBeVisible();
  await expect(dump.getByText('00 01 02 03', { exact: true })).toBeVisible();
});

test.describe('a million rows at device scale 2', () => {
  test.use({ deviceScaleFactor: 2 });

  test('the last one is reached by key, and by dragging the scrollbar to its end', async ({
    open,
  }) => {
    const page = await open('million');
    const grid = page.getByRole('grid');
    await grid.press('Home');
    await expect(page.getByRole('row', { name: /^0 /u })).toBeVisible();
    await grid.press('End');
    await expect(page.getByRole('row', { name: /^999999 /u })).toBeInViewport({ ratio: 0.9 });
    await grid.press('Home');
    await grid.evaluate((element) => (element.scrollTop = element.scrollHeight));
    await expect(page.getByRole('row', { name: /^999999 /u })).toBeInViewport({ ratio: 0.9 });
  });

  test('a turn of the wheel moves by rows, not by thousands', async ({ open }) => {
    const page = await open('million');
    const grid = page.getByRole('grid');
    await grid.press('Home');
    await expect(page.getByRole('row', { name: /^0 /u })).toBeVisible();
    await grid.hover();
    await page.mouse.wheel(0, 220);
    await expect(page.getByRole('row', { name: /^10 /u })).toBeVisible();
    await expect(page.getByRole('row', { name: /^0 /u })).toBeHidden();
  });

  test('the host is asked for tens of rows, never for all', async ({ open }) => {
    const page = await open('million');
    const grid = page.getByRole('grid');
    await grid.press('Home');
    await grid.evaluate((element) => {
      for (let share = 1; share <= 20; share += 1) {
        element.scrollTop = (element.scrollHeight / 20) * share;
      }
    });
    await expect(page.getByRole('row', { name: /^999999 /u })).toBeVisible();
    const counts = (await requestsOf(page, 'rows')).map(({ count }) => Number(count));
    expect(Math.max(...counts)).toBeLessThanOrEqual(200);
    expect(counts.length).toBeLessThan(15);
  });
});

test('of an exchange that is over nothing is new or still to come', async ({ open }) => {
  const page = await open('closed');
  await expect(page.getByRole('button', { name: /^↓ [\d,]+ more$/u })).toBeVisible();
  const refused = await open('tcpRefused');
  await refused.getByRole('tab', { name: 'Wire' }).click();
  await expect(refused.getByText('Nothing has passed.')).toBeVisible();
});
