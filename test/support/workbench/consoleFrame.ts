import { expect } from '@playwright/test';
import type { Frame, Locator } from '@playwright/test';

/** The console as a person sees it: what is shown, by its words and roles. */
export class ConsoleFrame {
  readonly frame: Frame;

  constructor(frame: Frame) {
    this.frame = frame;
  }

  get header(): Locator {
    return this.frame.locator('header.head');
  }

  /** How it stands: `200 OK`, `open 00:42`. The header as a whole has a URL too, whose port may look like a status. */
  get state(): Locator {
    return this.frame.locator('.head-state');
  }

  get rows(): Locator {
    return this.frame.locator('.log-row[data-type]:visible');
  }

  /** The rows of one direction and type, as the log shows them. */
  rowsOf(direction: 'in' | 'out', type: string): Locator {
    return this.frame.locator(
      `.log-row[data-direction="${direction}"][data-type="${type}"]:visible`,
    );
  }

  get detail(): Locator {
    return this.frame.locator('wirebook-row-detail');
  }

  async openTab(name: string): Promise<void> {
    await this.frame.getByRole('tab', { name, exact: true }).click();
  }

  async filter(text: string): Promise<void> {
    await this.frame.getByRole('search').getByRole('textbox').fill(text);
  }

  /** Goes to the last row by keyboard. */
  async goToEnd(): Promise<void> {
    await this.frame.getByRole('grid').press('End');
  }

  async sendText(text: string): Promise<void> {
    const input = this.frame.locator('wirebook-composer textarea');
    await input.fill(text);
    await input.press('Enter');
  }

  async ping(payload: string): Promise<void> {
    await this.frame.getByRole('button', { name: 'Ping', exact: true }).click();
    await this.frame.getByRole('dialog').getByRole('textbox').fill(payload);
    await this.frame.getByRole('dialog').getByRole('button').click();
  }

  async close(code: number, reason: string): Promise<void> {
    await this.frame.getByRole('button', { name: 'Close', exact: true }).click();
    const dialog = this.frame.getByRole('dialog');
    await dialog.locator('input').first().fill(String(code));
    await dialog.locator('input').last().fill(reason);
    await dialog.getByRole('button').click();
    await expect(dialog).toBeHidden();
  }
}
