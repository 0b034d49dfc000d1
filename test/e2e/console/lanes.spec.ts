import { noLanes } from '../../../src/protocol/lanes.ts';
import { compared, sixConnections } from '../../support/consoleLanes.ts';
import { expect, requestsOf, test } from '../../support/consoleTest.ts';

test('each socket has a lane with its requests, and who waited has one too', async ({ open }) => {
  const page = await open('lanesSix');
  const lanes = page.getByRole('list', { name: 'Connections' }).getByRole('listitem');
  await expect(lanes).toHaveCount(10);
  await expect(lanes.nth(0)).toContainText(':51830 → :8080');
  await expect(lanes.nth(0)).toContainText('2 requests');
  await expect(lanes.nth(6)).toContainText('waited for a connection');
  await expect(page.getByRole('region', { name: 'What this shows' })).toContainText(
    '4 requests waited up to 276 ms before a byte was sent.',
  );
  const blocked = (await page.getByRole('button', { name: 'GET /slow/6, blocked' }).boundingBox())!;
  const sent = (await page.getByRole('button', { name: 'GET /slow/6, 200' }).boundingBox())!;
  expect(Math.abs(blocked.x + blocked.width - sent.x)).toBeLessThan(3);
});

test('a bar leads to its exchange, and the exchange back to the lanes', async ({ open }) => {
  const page = await open('lanesSix');
  await page.getByRole('button', { name: 'GET /slow/7, 200' }).click();
  await expect
    .poll(() => requestsOf(page, 'act'))
    .toEqual([{ action: 'showExchange', exchange: 7 }]);
  await expect(page.getByRole('tab', { name: 'Response' })).toBeVisible();
  await page.getByRole('button', { name: 'Show all connections' }).click();
  await expect(page.getByRole('heading', { name: 'Connections' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Back to the exchange' })).toBeFocused();
});

test('the bars are one tab stop that arrow keys walk', async ({ open }) => {
  const page = await open('lanesSix');
  const bar = (name: string) => page.getByRole('button', { name });
  await expect(bar('GET /slow/0, 200')).toBeVisible();
  await page.locator('.bar[tabindex="0"]').focus();
  await expect(bar('GET /slow/0, 200')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(bar('GET /slow/6, 200')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(bar('GET /slow/7, 200')).toBeFocused();
  await page.keyboard.press('End');
  await expect(bar('GET /slow/9, blocked')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(bar('GET /slow/8, blocked')).toBeFocused();
  await expect(page.locator('.bar[tabindex="0"]')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect
    .poll(() => requestsOf(page, 'act'))
    .toEqual([{ action: 'showExchange', exchange: 8 }]);
});

test('requests over HTTP/2 stand below each other on one lane', async ({ open }) => {
  const page = await open('lanesHttp2');
  await expect(page.getByRole('listitem')).toHaveCount(1);
  const boxes = await Promise.all(
    (await page.locator('.bar').all()).map((bar) => bar.boundingBox()),
  );
  expect(new Set(boxes.map((box) => box!.y)).size).toBe(10);
});

test('the same requests over the other protocol are a key away, and stand below each other', async ({
  open,
}) => {
  const page = await open('lanesHttp2');
  const again = page.getByRole('button', { name: 'Run the same over HTTP/1.1' });
  await page.locator('.bar[tabindex="0"]').focus();
  await page.keyboard.press('Tab');
  await expect(again).toBeFocused();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => requestsOf(page, 'act'))
    .toEqual([{ action: 'repeat', exchanges: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], httpVersion: '1.1' }]);
  await page.evaluate((view) => window.fakeHost.showLanes(view), compared());
  await expect(page.getByRole('list', { name: 'HTTP/2' }).getByRole('listitem')).toHaveCount(1);
  await expect(page.getByRole('list', { name: 'HTTP/1.1' }).getByRole('listitem')).toHaveCount(10);
  await expect(page.getByRole('region', { name: 'What this shows' })).toContainText(
    'The same 10 requests took 282 ms over HTTP/2 and 548 ms over HTTP/1.1.',
  );
  const [here, before] = await Promise.all(
    ['GET /slow/0, 200', 'GET /slow/0, 200'].map((name, index) =>
      page.getByRole('button', { name }).nth(index).boundingBox(),
    ),
  );
  expect(Math.abs(here!.x - before!.x)).toBeLessThan(3);
});

test('earlier runs are a button away', async ({ open }) => {
  const page = await open('lanesSix');
  await page.getByRole('button', { name: 'Earlier run' }).click();
  await page.getByRole('button', { name: 'Later run' }).click();
  await expect
    .poll(async () => (await requestsOf(page, 'lanes')).map(({ run }) => run))
    .toEqual(expect.arrayContaining(['newest', 1]));
});

test('what happens is drawn as it happens, and spoken when it is over', async ({ open }) => {
  const page = await open('lanesEmpty');
  await expect(page.getByText(/^No request yet/u)).toBeVisible();
  const spoken = page.locator('.lanes-spoken');
  await page.evaluate((view) => window.fakeHost.showLanes(view), {
    ...sixConnections(),
    live: true,
  });
  await expect(page.locator('.bar')).toHaveCount(14);
  await expect(spoken).toBeEmpty();
  await page.evaluate((view) => window.fakeHost.showLanes(view), sixConnections());
  await expect(spoken).toContainText('4 requests waited');
  await page.evaluate((view) => window.fakeHost.showLanes(view), noLanes);
  await expect(page.getByText(/^No request yet/u)).toBeVisible();
});

test('a silence of seconds is folded, so that short requests are still seen', async ({ open }) => {
  const page = await open('lanesRetry');
  const bars = page.locator('.bar');
  await expect(bars).toHaveCount(3);
  for (const bar of await bars.all()) expect((await bar.boundingBox())!.width).toBeGreaterThan(60);
  await expect(page.locator('.lanes-fold')).toHaveAttribute('title', '4.10 s');
});
