import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';

/** Takes the README's pictures in a real VS Code: `npm run docs:pictures`. */
export default defineConfig({
  ...base,
  testDir: 'test/pictures',
  workers: 1,
  reporter: 'list',
  projects: [{ name: 'pictures' }],
});
