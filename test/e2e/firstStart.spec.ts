import { expect, test } from '../support/workbench/fixtures.ts';

test('beside the first request file the console says how to begin; the text keeps the keyboard', async ({
  workbench,
}) => {
  await workbench.openFile('hello.http');
  const { frame } = await workbench.console();
  await expect(frame.getByRole('button', { name: 'Try it with the demo server' })).toBeVisible();
  await expect(frame.getByRole('button', { name: 'Open the examples' })).toBeVisible();
  await expect(workbench.page.getByRole('tab', { name: /hello\.http/u })).toBeVisible();
  await expect(workbench.focusedEditor).toBeVisible();
  await workbench.page.keyboard.type('# typed');
  await expect(workbench.page.locator('.view-lines')).toContainText('# typed');
  await workbench.screenshot('first-start');
});
