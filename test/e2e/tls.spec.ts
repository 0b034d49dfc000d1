import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTestDemoServer } from '../support/demoServer.ts';
import { expect, test } from '../support/workbench/fixtures.ts';

test('a person sees why a certificate is refused, trusts its authority for this host, and sends again', async ({
  workbench,
}) => {
  const demo = await startTestDemoServer();
  const { host } = new URL(demo.urls.https);
  const { https } = demo.urls;
  const text = `GET ${https}/json\n\n### later\nGET ${https}/status/204\n`;
  writeFileSync(join(workbench.folder, 'trust.http'), text);
  await workbench.openFile('trust.http');
  const send = workbench.lens('Send').first();
  await send.click();
  const console = await workbench.console();
  const card = console.frame.locator('wirebook-failure-card');
  await expect(card).toContainText('WB_TLS_UNKNOWN_AUTHORITY');
  const trust = card.getByRole('button', { name: `Trust it for ${host}…` });

  await test.step('the dialog shows what would be trusted; to cancel changes nothing', async () => {
    await trust.click();
    const { dialog } = workbench;
    await expect(dialog).toContainText(`Trust this certificate for ${host}?`);
    await expect(dialog).toContainText(/SHA-256\s*(?:[\dA-F]{2}:){31}[\dA-F]{2}/u);
    await workbench.screenshot('tls-trust-dialog');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toBeHidden();
    await expect(card).toBeVisible();
  });

  await test.step('a command sends it once without checking; the next time it is refused again', async () => {
    await workbench.runCommand('Wirebook: Send Once Without Checking the Certificate');
    await expect(console.state).toContainText('200');
    await expect(workbench.lens(/^200 · /u)).toBeVisible();
    await send.click();
    await expect(card).toContainText('WB_TLS_UNKNOWN_AUTHORITY');
    await expect(workbench.lens(/^✕ /u)).toBeVisible();
  });

  await test.step('with the authority trusted it is sent again at once, and from then on', async () => {
    await workbench.runCommand('Wirebook: Trust Certificate…');
    await workbench.dialog
      .getByRole('button', { name: 'Trust Its Authority and Send Again' })
      .click();
    await expect(console.state).toContainText('200');
    await expect(workbench.lens(/^200 · /u)).toBeVisible();
    await console.openTab('Connection');
    await expect(console.frame.locator('wirebook-connection-tab')).toContainText('is trusted');
    await workbench.lens('Send').last().click();
    await expect(console.state).toContainText('204');
  });

  await test.step('the settings hold the authority for this host alone', async () => {
    await workbench.runCommand('Preferences: Open Remote Settings (JSON)');
    const editor = workbench.page.locator('.monaco-editor[data-uri$="settings.json"]');
    await expect(editor).toContainText('wirebook.tls.trusted');
    await expect(editor).toContainText(host);
  });
  await demo.close();
});
