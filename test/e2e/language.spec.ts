import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../support/workbench/fixtures.ts';

test('a person writes a request: completion, hover, quick fix, rename, formatting', async ({
  workbench,
}) => {
  test.slow();
  const { page, folder } = workbench;
  const path = join(folder, 'write.http');
  writeFileSync(
    path,
    '@host = http://localhost:8080\n\n###one\nget   {{host}}/json\n\n\n\n### two\nPOST {{hots}}/echo\n\n### three\n',
  );
  await workbench.openFile('write.http');
  const line = (text: string) => page.locator('.view-line', { hasText: text });
  const suggestions = page.locator('.suggest-widget .monaco-list-row');

  await test.step('completion offers variables with their value, headers and their values', async () => {
    await expect(workbench.lens('Send All')).toBeVisible();
    await expect(workbench.focusedEditor).toBeVisible();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('PUT {{ho');
    await expect(suggestions.first()).toContainText('host');
    await expect(suggestions.first()).toContainText('http://localhost:8080');
    await workbench.screenshot('completion-variable');
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.type('/echo\nConte');
    await expect(suggestions.first()).toContainText('Content-Type');
    await page.keyboard.press('Enter');
    await expect(suggestions.first()).toContainText('application/json');
    await workbench.screenshot('completion-value');
    await page.keyboard.press('Enter');
    await expect(line('Content-Type: application/json')).toBeVisible();
  });

  await test.step('an @ in a comment offers directives', async () => {
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\n\n### four\n# @');
    await expect(suggestions.getByText('name', { exact: true })).toBeVisible();
    await workbench.screenshot('completion-directive');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press('Shift+Home');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
  });

  await test.step('a hover shows the value of a variable and where it comes from', async () => {
    await line('/json').getByText('host', { exact: true }).hover();
    const hover = page.locator('.monaco-hover:visible', { hasText: 'write.http:1' });
    await expect(hover).toContainText('http://localhost:8080');
    await workbench.screenshot('hover-variable');
    await line('Content-Type').getByText('Content-Type').hover();
    await expect(page.locator('.monaco-hover:visible', { hasText: 'RFC 9110 §8.3' })).toBeVisible();
    await workbench.screenshot('hover-header');
  });

  await test.step('a variable without a value is marked, and a quick fix finds the right one', async () => {
    await expect(page.locator('.squiggly-error')).toHaveCount(1);
    await page.keyboard.press('F8');
    await expect(page.getByText('The variable "hots" has no value').last()).toBeVisible();
    // The cursor has moved: what VS Code looks up for it by itself would take the place of what is asked for.
    await expect(page.getByRole('listbox', { name: /Preferred Quick Fix/u })).toBeVisible();
    await page.keyboard.press('Control+.');
    const fix = page.locator('.action-widget').getByText('Change to host');
    await expect(fix).toBeVisible();
    await workbench.screenshot('quick-fix');
    await fix.click();
    await expect(line('{{hots}}')).toHaveCount(0);
  });

  await test.step('F2 renames a variable wherever it is', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('F2');
    const input = page.locator('.rename-box input');
    await expect(input).toBeVisible();
    await input.fill('server');
    await input.press('Enter');
    await expect(line('{{server}}')).toHaveCount(3);
    await expect(line('@server')).toBeVisible();
  });

  await test.step('formatting tidies the file', async () => {
    await workbench.runCommand('Format Document');
    await expect(line('GET {{server}}/json')).toBeVisible();
    await workbench.save();
    await expect
      .poll(() => readFileSync(path, 'utf8'))
      .toBe(
        '@server = http://localhost:8080\n\n### one\nGET {{server}}/json\n\n### two\nPOST {{server}}/echo\n\n### three\nPUT {{server}}/echo\nContent-Type: application/json',
      );
  });
});
