import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../support/workbench/fixtures.ts';

const value = 'whisper-42';
const notSet = '"$secret api-token" is not set';

test('a person stores a secret, sends it, sees it masked, and forgets it', async ({
  workbench,
  demo,
}) => {
  const text = `GET ${demo.urls.http}/headers?key={{$secret api-token}}\nX-Token: {{$secret api-token}}\n`;
  writeFileSync(join(workbench.folder, 'stored.http'), text);
  await workbench.openFile('stored.http');
  const send = workbench.lens('Send');
  await send.click();
  const console = await workbench.console();
  const failure = console.frame.locator('wirebook-failure-card');
  const page = console.frame.locator('body');
  await expect(failure).toContainText(notSet);
  await expect(workbench.lens(/^✕ /u)).toBeVisible();

  await test.step('its value is sent, and stands nowhere in the console until secrets are shown', async () => {
    await workbench.runAskingCommand('Wirebook: Set Secret', {
      'Name of the secret': 'api-token',
      'Value of api-token': value,
    });
    await send.click();
    await expect(console.state).toContainText('200');
    await expect(workbench.lens(/^200 · /u)).toBeVisible();
    await expect(console.header).toContainText('/headers?key=••••••');
    await expect(page).toContainText('X-Token');
    await expect(page).not.toContainText(value);
    await console.openTab('Headers');
    await expect(page).toContainText('X-Token');
    await expect(page).not.toContainText(value);
    await workbench.screenshot('secret-masked');
    await workbench.runCommand('Wirebook: Show Secrets');
    await expect(console.header).toContainText(`/headers?key=${value}`);
    await workbench.runCommand('Wirebook: Hide Secrets');
    await expect(page).not.toContainText(value);
  });

  await test.step('it is no longer sent when it is forgotten', async () => {
    await workbench.runAskingCommand('Wirebook: Forget Secret', {
      'api-token': 'api-token',
    });
    await send.click();
    await expect(failure).toContainText(notSet);
  });
});
