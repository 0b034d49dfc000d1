import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/workbench/fixtures.ts';

test.use({ restricted: true });

test('nothing is sent from a folder in Restricted Mode until it is trusted', async ({
  workbench,
}) => {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.once('data', () => socket.end('HTTP/1.1 204 No Content\r\n\r\n'));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  writeFileSync(
    join(workbench.folder, 'stranger.http'),
    `${'\n'.repeat(9)}GET http://127.0.0.1:${port}/\n`,
  );

  await workbench.openFile('stranger.http');
  await workbench.lens('Send').first().click();
  const state = workbench.lens(/^✕ .*Restricted Mode/);
  await expect(state).toBeVisible();
  expect(connections).toBe(0);
  await workbench.screenshot('restricted');

  await state.click();
  await trustFolder(workbench.page);
  await workbench.lens('Send').first().click();
  await expect(workbench.lens(/^204 · /)).toBeVisible();
  expect(connections).toBe(1);
  server.close();
});

/** The trust editor is modal and redraws itself when trust is granted; only then may it be closed. */
async function trustFolder(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Trust', exact: true }).click();
  const granted = page.getByText('You trust this folder', { exact: true });
  await expect(granted).toBeVisible();
  await page
    .getByRole('button', { name: /^Close/ })
    .last()
    .click();
  await expect(granted).toBeHidden();
}
