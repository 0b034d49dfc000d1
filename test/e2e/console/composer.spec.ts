import { expect, requestsOf, test } from '../../support/consoleTest.ts';

test('a line is sent by Enter, and stays to be sent again', async ({ open }) => {
  const page = await open('ticker');
  const input = page.getByRole('textbox', { name: 'Message to send' });
  await input.fill('你好，服务器！');
  await input.press('Enter');
  await expect
    .poll(async () => requestsOf(page, 'send'))
    .toEqual([{ exchange: 1, format: 'text', text: '你好，服务器！' }]);
  await expect(input).toHaveValue('你好，服务器！');
  await page.keyboard.press('Control+Enter');
  await expect.poll(async () => (await requestsOf(page, 'send')).length).toBe(2);
});

test('in several lines Enter breaks the line and Ctrl+Enter sends', async ({ open }) => {
  const page = await open('ticker');
  const input = page.getByRole('textbox', { name: 'Message to send' });
  await input.fill('one');
  await input.press('Shift+Enter');
  await input.pressSequentially('two');
  await input.press('Enter');
  await input.press('Control+Enter');
  await expect.poll(async () => (await requestsOf(page, 'send'))[0]?.['text']).toBe('one\ntwo\n');
});

test('JSON and hex that are not valid are said before they are sent', async ({ open }) => {
  const page = await open('ticker');
  const input = page.getByRole('textbox', { name: 'Message to send' });
  await page.getByRole('combobox', { name: 'Format of the message' }).selectOption('json');
  await input.fill('{"subscribe": }');
  await input.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Not valid JSON: line 1, column 15.');
  await input.fill('{"subscribe": "AAPL"}');
  await expect(page.getByRole('alert')).toBeHidden();
  await page.getByRole('combobox', { name: 'Format of the message' }).selectOption('hex');
  await input.fill('0g');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('“g” is not a hex digit.');
  expect(await requestsOf(page, 'send')).toEqual([]);
});

test('what the host refuses is said in the composer', async ({ open }) => {
  const page = await open('ticker');
  await page.getByRole('textbox', { name: 'Message to send' }).fill('fail');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('The message could not be sent.');
});

test('a ping carries a payload, and Escape gives the keyboard back', async ({ open }) => {
  const page = await open('ticker');
  const opener = page.getByRole('button', { name: 'Ping', exact: true });
  await opener.click();
  await page.getByRole('textbox', { name: 'Payload' }).press('Escape');
  await expect(opener).toBeFocused();
  await opener.press('Enter');
  await page.getByRole('textbox', { name: 'Payload' }).fill('keep');
  await page.getByRole('textbox', { name: 'Payload' }).press('Enter');
  await expect
    .poll(async () => requestsOf(page, 'act'))
    .toEqual([{ action: 'ping', exchange: 1, text: 'keep' }]);
});

test('a connection is closed with a code and a reason, but not with a reserved code', async ({
  open,
}) => {
  const page = await open('ticker');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Close the connection' });
  await dialog.getByLabel('Code').fill('1006');
  await expect(dialog.getByRole('button', { name: 'Close' })).toBeDisabled();
  await dialog.getByLabel('Code').fill('4001');
  await dialog.getByLabel('Reason').fill('bis später');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect
    .poll(async () => requestsOf(page, 'act'))
    .toEqual([{ action: 'close', exchange: 1, code: 4001, reason: 'bis später' }]);
});

test('while it is not open nothing can be sent, and the reason is there', async ({ open }) => {
  const page = await open('connecting');
  await expect(page.getByText('The connection is not open yet.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Message to send' })).toBeDisabled();
});
