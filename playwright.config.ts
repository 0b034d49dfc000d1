import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium } from './scripts/vscode/chromium.ts';

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/traces',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: process.env['CI'] === 'true',
  // A busy machine needs half a minute until a window of VS Code stands, and as long for a click while it draws.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    launchOptions: { executablePath: findChromium(), args: chromiumArguments },
    viewport: { width: 1400, height: 900 },
    actionTimeout: 60_000,
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'console', testDir: 'test/e2e/console', use: { trace: 'retain-on-failure' } },
    // Without traces: recording the whole workbench makes every step several times slower.
    { name: 'vscode', testIgnore: '**/console/**' },
  ],
});
