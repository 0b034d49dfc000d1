import { expect, test } from '../support/workbench/fixtures.ts';

test('a person runs ten requests over HTTP/2, then the same over HTTP/1.1, and sees both', async ({
  workbench,
}) => {
  await workbench.openFile('multiplexed.http');
  await workbench.lens('Send All in Parallel').click();
  const { frame } = await workbench.console();
  const lanes = (name: string) => frame.getByRole('list', { name, exact: true });
  await expect(lanes('Connections').getByRole('button', { name: /^slow-\d, .*200/u })).toHaveCount(
    10,
  );
  await frame.getByRole('button', { name: 'Run the same over HTTP/1.1' }).press('Enter');

  await expect(lanes('HTTP/1.1').getByRole('button', { name: /, 200/u })).toHaveCount(10);
  await expect(lanes('HTTP/1.1').getByRole('listitem')).toHaveCount(10);
  await expect(lanes('HTTP/2').getByRole('listitem')).toHaveCount(1);
  const shows = frame.getByRole('region', { name: 'What this shows' });
  await expect(shows).toContainText(/The same 10 requests took .* over HTTP\/1\.1 and .* HTTP\/2/u);
  await expect(shows).toContainText('HTTP/1.1 carries one request at a time on a connection');
  await expect(shows.getByRole('button', { name: 'Run the same over HTTP/2' })).toBeVisible();
  await expect(workbench.page.getByRole('treeitem', { name: /waiting/u })).toHaveCount(0);
  await expect(workbench.lens(/^200 · /u).first()).toBeVisible();
  await expect(workbench.lens(/waiting/u)).toHaveCount(0);
  await workbench.screenshot('lanes-compared');
});
