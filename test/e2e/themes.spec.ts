import { expect, test } from '../support/workbench/fixtures.ts';
import { themes } from '../support/workbench/workbench.ts';
import type { Theme } from '../support/workbench/workbench.ts';

for (const theme of Object.keys(themes) as Theme[]) {
  test.describe(`in the theme ${themes[theme]}`, () => {
    test.use({ theme });

    test('the console shows frames and a message', async ({ workbench }) => {
      await workbench.openFile('echo.ws');
      await workbench.lens('Connect').first().click();
      const console = await workbench.console();
      await expect(console.rowsOf('in', 'text')).toHaveCount(3);
      await console.rowsOf('in', 'text').nth(1).click();
      await expect(console.detail).toContainText('王小明');
      await workbench.screenshot(`frames-${theme}`);
    });
  });
}
