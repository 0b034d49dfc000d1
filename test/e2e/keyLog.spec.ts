import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '../support/workbench/fixtures.ts';

// A fixed name: this file is read by each process of the runner.
const keyLogFile = join(tmpdir(), 'wirebook-e2e-keys.log');

test.use({ machineSettings: { 'wirebook.tls.keyLogFile': keyLogFile } });

test('a person who has asked for the key log is warned while it is written, and can stop it', async ({
  workbench,
  demo,
}) => {
  writeFileSync(keyLogFile, '');
  const request = (path: string) =>
    `# @insecure\nGET ${demo.urls.https}${path} HTTP/1.1\nConnection: close\n`;
  writeFileSync(
    join(workbench.folder, 'keys.http'),
    `${request('/json')}\n###\n${request('/headers')}`,
  );
  await workbench.openFile('keys.http');
  await workbench.lens('Send').first().click();
  const console = await workbench.console();
  await expect(console.header).toContainText('200');
  const warning = workbench.page.getByRole('dialog', { name: /secrets of TLS connections/u });
  await expect(warning).toContainText(keyLogFile);
  await console.openTab('Connection');
  await expect(console.frame.locator('wirebook-connection-tab')).toContainText(
    `whoever has ${keyLogFile} can read this connection`,
  );
  const keys = (): string => readFileSync(keyLogFile, 'utf8');
  await expect.poll(keys).toMatch(/^(?:CLIENT|SERVER)_TRAFFIC_SECRET_0 [\da-f]{64} [\da-f]+$/mu);
  await workbench.screenshot('key-log-warning');

  await warning.getByRole('button', { name: 'Stop Writing Keys' }).click();
  await expect(warning).toBeHidden();
  const written = keys();
  await workbench.lens('Send').last().click();
  await expect(console.header).toContainText('/headers');
  await expect(console.header).toContainText('200');
  expect(existsSync(keyLogFile)).toBe(true);
  expect(keys()).toBe(written);
});
