import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test as base } from '@playwright/test';
import { startVscodeServer } from '../../../scripts/vscode/vscodeServer.ts';
import type { VscodeServer } from '../../../scripts/vscode/vscodeServer.ts';
import { startTestDemoServer } from '../demoServer.ts';
import type { TestDemoServer } from '../demoServer.ts';
import { themes, Workbench } from './workbench.ts';
import type { Theme } from './workbench.ts';

interface Options {
  theme: Theme;
}

interface Fixtures extends Options {
  workbench: Workbench;
}

interface WorkerFixtures {
  /** Opens folders in Restricted Mode, as VS Code does unless told otherwise. */
  restricted: boolean;
  /** Settings that no folder may make. */
  machineSettings: Record<string, unknown>;
  /** One VS Code a worker, with the packed extension installed as a user would. */
  vscode: VscodeServer;
  demo: TestDemoServer;
}

/** Playwright's `test` with a fresh window of the embedded VS Code, a copy of examples/ opened in it. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  restricted: [false, { option: true, scope: 'worker' }],
  machineSettings: [{}, { option: true, scope: 'worker' }],
  vscode: [
    async ({ restricted, machineSettings }, use) => {
      const dataFolder = mkdtempSync(join(tmpdir(), 'wirebook-vscode-'));
      const server = await startVscodeServer({
        dataFolder,
        offline: true,
        vsix: resolve('wirebook.vsix'),
        settings: { 'security.workspace.trust.enabled': restricted },
        machineSettings,
      });
      await use(server);
      await server.stop();
      rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  demo: [
    async ({}, use) => {
      const demo = await startTestDemoServer();
      await use(demo);
      await demo.close();
    },
    { scope: 'worker' },
  ],
  theme: ['dark', { option: true }],
  workbench: async ({ vscode, demo, theme, page }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'wirebook-workspace-'));
    copyExamples(folder, demo);
    writeSettings(folder, { 'workbench.colorTheme': themes[theme] });
    const workbench = new Workbench(page, folder);
    await workbench.open(vscode.port);
    await use(workbench);
    // The window is still open, and may write.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
});

/** The examples name the demo server's usual ports; here it has others. */
function copyExamples(folder: string, { httpPort, httpsPort, urls }: TestDemoServer): void {
  cpSync('examples', folder, { recursive: true });
  for (const file of globSync(join(folder, '*.{http,ws,json}'))) {
    const text = readFileSync(file, 'utf8');
    const moved = text
      .replaceAll(':8080', `:${httpPort}`)
      .replaceAll(':8443', `:${httpsPort}`)
      .replaceAll('UDP {{echo}}', `UDP ${new URL(urls.udp).host}`)
      .replaceAll('localhost:7007', new URL(urls.tcp).host);
    writeFileSync(file, moved);
  }
}

function writeSettings(folder: string, settings: Record<string, unknown>): void {
  mkdirSync(join(folder, '.vscode'));
  writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify(settings));
}

export { expect } from '@playwright/test';
