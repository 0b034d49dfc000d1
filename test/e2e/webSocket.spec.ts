import { expect, test } from '../support/workbench/fixtures.ts';

test('a person connects, talks, pings, filters and closes with echo.ws', async ({ workbench }) => {
  await workbench.openFile('echo.ws');
  await workbench.lens('Connect').first().click();
  const console = await workbench.console();
  await expect(console.state).toContainText('open');
  await expect(console.rowsOf('in', 'text')).toHaveCount(3);
  await expect(workbench.lens(/^● open/)).toBeVisible();

  await console.sendText('从控制台发送');
  await expect(console.rowsOf('in', 'text').last()).toContainText('从控制台发送');
  await console.ping('keep');
  await expect(console.rowsOf('in', 'pong')).toContainText('RTT');

  await console.filter('/order/');
  await expect(console.rows).toHaveCount(2);
  await console.rows.last().click();
  await expect(console.detail).toContainText('王小明');
  await console.filter('');

  await console.openTab('Handshake');
  await expect(console.frame.locator('wirebook-handshake-tab')).toContainText('verified');
  await console.openTab('Frames');
  await console.close(4001, '再见');
  await expect(console.state).toContainText('closed');
  await console.goToEnd();
  await expect(console.rowsOf('out', 'close')).toContainText('4001');
  await expect(workbench.lens(/closed 4001/)).toBeVisible();
});
