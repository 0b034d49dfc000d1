import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Frame, Locator, Page } from '@playwright/test';
import { ConsoleFrame } from './consoleFrame.ts';
import { folderUrl } from '../../../scripts/vscode/vscodeServer.ts';

/** The names VS Code gives to its four default themes. */
export const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  highContrast: 'Default High Contrast',
  highContrastLight: 'Default High Contrast Light',
} as const;

export type Theme = keyof typeof themes;

/** A window of VS Code, driven as a person drives it. */
export class Workbench {
  readonly page: Page;
  /** The opened folder, an absolute path. */
  readonly folder: string;

  constructor(page: Page, folder: string) {
    this.page = page;
    this.folder = folder;
  }

  async open(port: number): Promise<void> {
    await this.page.goto(folderUrl(port, this.folder));
    await expect(this.page.locator('.monaco-workbench .part.editor')).toBeVisible({
      timeout: 60_000,
    });
    await expect(this.page.getByRole('treeitem').first()).toBeVisible({ timeout: 60_000 });
  }

  /** Opens a file of the folder by its name, as Ctrl+P does. */
  async openFile(name: string): Promise<void> {
    await this.#choose('Control+P', name, name);
    await expect(this.#quickInput).toBeHidden();
    await expect(this.page.locator('.tab.active')).toContainText(name);
  }

  /** The text that has the keyboard: behind a dialog or the palette it gets it back a moment later. */
  get focusedEditor(): Locator {
    return this.page.locator('.monaco-editor.focused');
  }

  /** Saves the file in the editor. */
  async save(): Promise<void> {
    await expect(this.focusedEditor).toBeVisible();
    await this.page.keyboard.press('Control+s');
  }

  /** Runs a command by its full title in the palette. */
  async runCommand(title: string): Promise<void> {
    await this.#chooseCommand(title);
    await expect(this.#quickInput).toBeHidden();
  }

  /** Runs a command that asks: types the answer to each question, which is known by some of its words. */
  async runAskingCommand(title: string, answers: Record<string, string>): Promise<void> {
    await this.#chooseCommand(title);
    for (const [question, answer] of Object.entries(answers)) {
      await expect(this.#quickInput).toContainText(question);
      await this.#quickInput.locator('input:visible').fill(answer);
      await this.page.keyboard.press('Enter');
    }
    await expect(this.#quickInput).toBeHidden();
  }

  /** A lens by its whole text, or by a pattern. */
  lens(text: string | RegExp): Locator {
    const lenses = this.page.locator('.codelens-decoration a');
    return typeof text === 'string'
      ? lenses.and(this.page.getByText(text, { exact: true }))
      : lenses.filter({ hasText: text });
  }

  /** The console's page: a webview is two frames deep, and ours is known by the title of its own document. */
  async console(): Promise<ConsoleFrame> {
    let found: Frame | undefined;
    const find = async (): Promise<Frame | undefined> => {
      for (const frame of this.page.frames()) {
        if ((await frame.title().catch(() => '')) === 'Wirebook Console') found = frame;
      }
      return found;
    };
    await expect.poll(find, { timeout: 60_000 }).toBeDefined();
    return new ConsoleFrame(found!);
  }

  /** The modal dialog. A notification has the role of a dialog too. */
  get dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  async screenshot(name: string): Promise<void> {
    mkdirSync('test-results/screenshots', { recursive: true });
    await this.page.screenshot({ path: join('test-results/screenshots', `${name}.png`) });
  }

  get #quickInput(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  async #chooseCommand(title: string): Promise<void> {
    await this.#choose('F1', `>${title}`, title.split(': ').at(-1) ?? title);
  }

  /** Fills rather than types: while a dialog closes, or a webview has the keyboard, VS Code moves the focus once more. */
  async #choose(key: string, text: string, found: string): Promise<void> {
    const input = this.#quickInput.locator('input[type=text]');
    await this.page.keyboard.press(key);
    await input.fill(text);
    // The first search for a file waits for a VS Code that is still starting.
    await expect(this.#quickInput.locator('.monaco-list-row').first()).toContainText(found, {
      timeout: 60_000,
    });
    await input.press('Enter');
  }
}
