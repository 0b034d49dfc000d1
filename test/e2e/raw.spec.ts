import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../support/workbench/fixtures.ts';

test('a person holds the raw conversations of raw.http and sees the pieces', async ({
  workbench,
}) => {
  await workbench.openFile('raw.http');
  await workbench.lens('Connect').first().click();
  const console = await workbench.console();
  await expect(console.state).toContainText('closed');
  await expect(workbench.lens(/^○ closed/)).toBeVisible();
  await expect(console.rows.first()).toContainText('two');
  await expect(console.rows.nth(1)).toContainText('first');
  await console.openTab('Steps');
  await expect(console.frame.locator('wirebook-steps-tab')).toContainText('first second');
  await console.openTab('Data');
  await workbench.screenshot('raw-stream');

  await workbench.lens('Connect').nth(1).click();
  await expect(console.rows).toHaveCount(3);
  await expect(console.rows.nth(2)).toContainText('second');
  await workbench.screenshot('raw-datagrams');
});

test('a person talks to a socket from the composer and ends its direction', async ({
  workbench,
  demo,
}) => {
  writeFileSync(join(workbench.folder, 'talk.http'), `TCP ${new URL(demo.urls.tcp).host}\n`);
  await workbench.openFile('talk.http');
  await workbench.lens('Connect').first().click();
  const console = await workbench.console();
  await expect(console.state).toContainText('open');
  await console.sendText('你好');
  await expect(console.rows).toHaveCount(2);
  await expect(console.rows.last()).toContainText('你好');
  await console.frame.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(console.state).toContainText('closed');
  await expect(workbench.lens(/^○ closed/)).toBeVisible();
});
