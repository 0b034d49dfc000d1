import { expect, requestsOf, test } from '../../support/consoleTest.ts';

test('an empty console invites', async ({ open }) => {
  const page = await open('empty');
  await expect(
    page.getByRole('heading', { name: 'See what your requests do on the wire.' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Try it with the demo server' }).click();
  await page.getByRole('button', { name: 'New request file' }).click();
  await expect
    .poll(async () => requestsOf(page, 'act'))
    .toEqual([{ action: 'startDemo' }, { action: 'newRequestFile' }]);
});

test('a response is a tree that folds by key and keeps every digit', async ({ open }) => {
  const page = await open('json');
  const tree = page.getByRole('tree', { name: 'Payload as JSON' });
  await expect(tree.getByRole('treeitem', { name: /"id"/u })).toContainText('12345678901234567890');
  await tree.focus();
  await tree.press('ArrowDown');
  await tree.press('ArrowDown');
  await tree.press('ArrowDown');
  const items = tree.getByRole('treeitem', { name: /"items"/u });
  await expect(items).toHaveAttribute('aria-expanded', 'true');
  await tree.press('ArrowLeft');
  await expect(items).toHaveAttribute('aria-expanded', 'false');
  await expect(items).toContainText('[ 3 ]');
  await expect(tree.getByText('乌龙茶')).toBeHidden();
  await tree.press('ArrowRight');
  await expect(tree.getByText('乌龙茶')).toBeVisible();
});

test('the query filters names and values and counts them', async ({ open }) => {
  const page = await open('json');
  await page.getByRole('textbox', { name: /^Filter names/u }).fill('/qty|amount/');
  await expect(page.getByText(/^4 matches/u)).toBeVisible();
  await expect(page.locator('.json-line mark')).toHaveCount(4);
  await expect(page.getByText('"sku"')).toBeHidden();
  await page.getByRole('button', { name: 'Raw' }).click();
  await expect(page.getByText(/^4 matches/u)).toBeVisible();
});

test('a picture is drawn from its bytes', async ({ open }) => {
  const page = await open('image');
  const picture = page.getByRole('img', { name: 'Picture (image/png)' });
  await expect(picture).toHaveAttribute('src', /^blob:/u);
  await expect(page.getByText('10 × 10 px')).toBeVisible();
});

test('tabs are walked by arrow keys, and a phase leads to its facts', async ({ open }) => {
  const page = await open('json');
  await page.getByRole('tab', { name: 'Response' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Headers' })).toBeFocused();
  await expect(page.getByRole('tabpanel', { name: 'Headers' })).toContainText(
    'content-encoding: gzip',
  );
  await page.keyboard.press('End');
  await expect(page.getByRole('tab', { name: 'Wire' })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('button', { name: /^wait/u }).click();
  await expect(page.getByRole('tab', { name: 'Timeline' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expect(page.getByRole('cell', { name: '26.1' })).toBeVisible();
  await expect(page.getByRole('tabpanel')).toContainText('no DNS, TCP or TLS');
});

test('every redirect is a hop to choose', async ({ open }) => {
  const page = await open('redirects');
  await page.getByRole('tab', { name: 'Headers' }).click();
  await page.getByRole('button', { name: /302/u }).click();
  await expect(page.getByRole('tabpanel')).toContainText(
    'Location: https://localhost:8443/orders/42',
  );
  await page.getByRole('tab', { name: 'Connection' }).click();
  await expect.poll(async () => requestsOf(page, 'connection')).toEqual([{ connection: 3 }]);
});

test('a handshake shows the check of Sec-WebSocket-Accept step by step', async ({ open }) => {
  const page = await open('ticker');
  await page.getByRole('tab', { name: 'Handshake' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Handshake' });
  await expect(panel).toContainText('Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==');
  await expect(panel).toContainText('258EAFA5-E914-47DA-95CA-C5AB0DC85B11');
  await expect(panel).toContainText('b3 7a 4f 2c');
  await expect(
    panel.getByRole('heading', { name: /accepted the upgrade correctly/u }),
  ).toBeVisible();
  await expect(panel).toContainText('= equal');
});

test('a refused upgrade shows status, headers and body', async ({ open }) => {
  const page = await open('refused');
  await expect(page.getByRole('heading', { name: /answered 403 instead of 101/u })).toBeVisible();
  await expect(page.getByRole('tabpanel')).toContainText('Content-Type: application/json');
  await expect(page.getByRole('treeitem', { name: /"reason"/u })).toContainText('第 3 号房间已满');
});

test('of a chain, a certificate that the server did not send says so', async ({ open }) => {
  const page = await open('ticker');
  await page.getByRole('tab', { name: 'Connection' }).click();
  const certificates = page.locator('#certificate-chain li');
  await expect(certificates.nth(1)).toContainText('not sent by the server; known here');
  await expect(certificates.nth(0)).not.toContainText('not sent');
});

test('a self-signed certificate: what happened, and what to do', async ({ open }) => {
  const page = await open('selfSigned');
  const card = page.getByRole('alert');
  await expect(card.getByRole('heading')).toHaveText('The certificate is self-signed.');
  await expect(card).toContainText('WB_TLS_SELF_SIGNED · DEPTH_ZERO_SELF_SIGNED_CERT');
  await card.getByRole('button', { name: 'Trust it for localhost:8443…' }).click();
  await card.getByRole('button', { name: 'Connect once without checking' }).click();
  await expect
    .poll(async () => requestsOf(page, 'act'))
    .toEqual([
      { action: 'trustCertificate', exchange: 5 },
      { action: 'sendOnceInsecure', exchange: 5 },
    ]);
  await card.getByRole('button', { name: 'Show the chain' }).click();
  await expect(page.locator('#certificate-chain')).toBeFocused();
  await expect(page.locator('#certificate-chain')).toContainText('itself (self-signed)');
});

test('what was refused on the demo server’s port offers to start it', async ({ open }) => {
  const page = await open('tcpRefused');
  await page.getByRole('button', { name: 'Start the demo server' }).click();
  await expect.poll(async () => requestsOf(page, 'act')).toEqual([{ action: 'startDemo' }]);
});

test('what was never sent shows only why', async ({ open }) => {
  const page = await open('unprepared');
  await expect(page.getByRole('alert')).toContainText('The variable “host” has no value.');
  await expect(page.getByRole('tablist')).toBeHidden();
  await page.getByRole('button', { name: 'Go to the request' }).click();
  await expect
    .poll(async () => requestsOf(page, 'act'))
    .toEqual([{ action: 'openSource', exchange: 11 }]);
});

test('an untrusted workspace is said', async ({ open }) => {
  const page = await open('untrusted');
  await expect(page.getByText('This workspace is not trusted')).toBeVisible();
  await page.evaluate(() => window.fakeHost.send({ type: 'trust', trusted: true }));
  await expect(page.getByText('This workspace is not trusted')).toBeHidden();
});

test('a change of state is announced once, frames are not', async ({ open }) => {
  const page = await open('ticker');
  const region = page.locator('#announcements');
  await expect(region).toHaveText('ticker: open');
  const said = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let changes = 0;
        const observer = new MutationObserver(() => (changes += 1));
        observer.observe(document.querySelector('#announcements')!, { childList: true });
        const timer = setInterval(() => window.fakeHost.grow(3), 20);
        setTimeout(() => {
          clearInterval(timer);
          resolve(changes);
        }, 1500);
      }),
  );
  expect(await said).toBe(0);
  await page.evaluate(() => window.fakeHost.change({ state: 'closing' }));
  await expect(region).toHaveText('ticker: closing');
});

test('the choices of a user outlive a reload', async ({ open }) => {
  const page = await open('ticker');
  await page.getByRole('tab', { name: 'Messages' }).click();
  await page.getByRole('textbox', { name: 'Message to send' }).fill('draft');
  await page.reload();
  await expect(page.getByRole('tab', { name: 'Messages' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expect(page.getByRole('textbox', { name: 'Message to send' })).toHaveValue('draft');
});

test('bytes of a server are text, never markup', async ({ open }) => {
  const page = await open('json');
  await page.evaluate(() =>
    window.fakeHost.change({
      name: '<img src=x onerror=alert(1)>',
      reason: '<script>alert(1)</script>',
    }),
  );
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('<img src=x onerror=alert(1)>');
  await expect(page.locator('main img, main script')).toHaveCount(0);
});

test('assertions, tests and what scripts logged stand above the body', async ({ open }) => {
  const page = await open('checks');
  const checks = page.locator('details.checks');
  await expect(checks.locator('summary')).toHaveText(/✕ 1 failed\s+✓ 2 passed\s+Script output: 2/u);
  await expect(checks.getByRole('listitem').filter({ hasText: '总价大于 200' })).toContainText(
    'total is 199.5',
  );
  await expect(checks.getByText('token tok-42')).toBeVisible();
  await page.screenshot({ path: 'test-results/screenshots/checks.png' });
});
