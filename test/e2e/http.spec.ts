import { expect, test } from '../support/workbench/fixtures.ts';

test('a person sends a request of hello.http and reads the response', async ({ workbench }) => {
  await workbench.openFile('hello.http');
  await workbench.lens('Send').first().click();
  const console = await workbench.console();
  await expect(console.state).toContainText('200');
  await expect(console.header).toContainText('/json');
  await expect(console.frame.getByRole('tab', { name: 'Response', exact: true })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expect(workbench.lens(/^200 · /)).toBeVisible();

  await console.openTab('Headers');
  await expect(console.frame.locator('wirebook-headers-tab')).toContainText('application/json');
  await console.openTab('Connection');
  await expect(console.frame.locator('wirebook-connection-tab')).toContainText('127.0.0.1');
  await workbench.screenshot('http-connection');
});

test('a refused connection says what happened and what to try', async ({ workbench }) => {
  await workbench.openFile('faults.http');
  await workbench.lens('Send').nth(3).click();
  const console = await workbench.console();
  const card = console.frame.locator('wirebook-failure-card');
  await expect(card).toContainText('Connection refused');
  await expect(card).toContainText('WB_TCP_REFUSED');
  await expect(workbench.lens('✕ connection refused')).toBeVisible();
  await workbench.screenshot('http-failure');
});
