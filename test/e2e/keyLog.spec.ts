import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '../support/workbench/fixtures.ts';

/** Of this process, which is one worker with one VS Code. */
const keyLogFile = join(tmpdir(), `wirebook-keys-${process.pid}.log`);

test.use({
  machineSettings: [
    async ({}, use) => {
      writeFileSync(keyLogFile, '');
      await use({ 'wirebook.tls.keyLogFile': keyLogFile });
      rmSync(keyLogFile);
    },
    { scope: 'worker' },
  ],
});

test('a person who has asked for the key log is warned while it is written, and can stop it', async ({
  workbench,
  demo,
}) => {
  const request = (path: string) => `# @insecure\nGET ${demo.urls.https}${path}`;
  writeFileSync(
    join(workbench.folder, 'keys.http'),
    `${request('/json')} HTTP/2\n\n###\n${request('/headers')} HTTP/2\n`,
  );
  writeFileSync(
    join(workbench.folder, 'again.http'),
    `${request('/delay/1')} HTTP/1.1\nConnection: close\n`,
  );
  await workbench.openFile('keys.http');
  await workbench.lens('Send All in Parallel').click();
  const warning = workbench.page.getByRole('dialog', { name: /secrets of TLS connections/u });
  await expect(warning).toContainText(keyLogFile);
  const console = await workbench.console();
  const { frame } = console;
  const bars = frame
    .getByRole('list', { name: 'Connections' })
    .getByRole('button', { name: /200/u });
  await expect(bars).toHaveCount(2);
  await bars.first().click();
  await console.openTab('Connection');
  await expect(frame.locator('wirebook-connection-tab')).toContainText(
    `whoever has ${keyLogFile} can read this connection`,
  );
  const keys = (): string => readFileSync(keyLogFile, 'utf8');
  await expect.poll(keys).toMatch(/^(?:CLIENT|SERVER)_TRAFFIC_SECRET_0 [\da-f]{64} [\da-f]+$/mu);
  // It withdraws to the list of notifications after a few seconds.
  await workbench.runCommand('Notifications: Show Notifications');
  await workbench.screenshot('key-log-warning');

  await warning.getByRole('button', { name: 'Stop Writing Keys' }).click();
  await expect(warning).toBeHidden();
  const written = keys();
  expect(existsSync(keyLogFile)).toBe(true);

  await test.step('what is run again as it was sent then writes none either', async () => {
    await frame.getByRole('button', { name: 'Show all connections' }).click();
    await frame.getByRole('button', { name: 'Run the same over HTTP/1.1' }).click();
    const shows = frame.locator('.lanes-shows');
    await expect(shows).toContainText(/The same 2 requests took .* over HTTP\/1\.1 and/u);
    expect(keys()).toBe(written);
  });

  await test.step('nor does a new request', async () => {
    await workbench.openFile('again.http');
    await workbench.lens('Send').click();
    await expect(workbench.lens(/^200 · /)).toBeVisible();
    expect(keys()).toBe(written);
  });
});
