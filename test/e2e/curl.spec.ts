import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../support/workbench/fixtures.ts';

test('a person pastes curl commands: with the command, and with Ctrl+V', async ({
  workbench,
  demo,
}) => {
  const { page, folder } = workbench;
  const path = join(folder, 'pasted.http');
  const first = `### first\nGET ${demo.urls.http}/json\n`;
  writeFileSync(path, first);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await workbench.openFile('pasted.http');
  await expect(workbench.lens('Send')).toHaveCount(1);

  await test.step('as a browser copies it, the command puts it behind the request at the cursor', async () => {
    await copy(
      `curl '${demo.urls.http}/echo' \\\n  -H 'accept: */*' \\\n  -H $'x-name: Zo\\u00eb' \\\n  --data-raw $'{"it\\'s":"王"}' \\\n  --compressed`,
    );
    await workbench.runCommand('Wirebook: Paste cURL as Request');
    await expect(workbench.lens('Send')).toHaveCount(2);
    await workbench.save();
    await expect
      .poll(() => readFileSync(path, 'utf8'))
      .toBe(
        `${first}\n###\n# @no-redirect\nPOST ${demo.urls.http}/echo\naccept: */*\nx-name: Zoë\n` +
          'Content-Type: application/x-www-form-urlencoded\n' +
          `Accept-Encoding: deflate, gzip, br, zstd\n\n{"it's":"王"}\n`,
      );
  });

  await test.step('Ctrl+V makes a request of it, which is sent', async () => {
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\n###\n');
    await copy(`curl -X DELETE -u ann:pw ${demo.urls.http}/echo`);
    await page.keyboard.press('Control+v');
    await expect(workbench.lens('Send')).toHaveCount(3);
    await workbench.lens('Send').last().click();
    const { header, state } = await workbench.console();
    await expect(header).toContainText('DELETE');
    await expect(state).toContainText('200');
  });

  async function copy(text: string): Promise<void> {
    await page.evaluate((words) => navigator.clipboard.writeText(words), text);
  }
});
