import { chromium } from '@playwright/test';
import type { Page } from '@playwright/test';
import { chromiumArguments, findChromium } from './chromium.ts';
import { folderUrl, startVscodeServer } from './vscodeServer.ts';

const startTimeoutMs = 120_000;

/** Tests to be run inside the extension host, as VS Code's own command line names them. */
export interface ExtensionTests {
  extensionDevelopmentPath: string;
  extensionTestsPath: string;
  workspaceFolder: string;
  dataFolder: string;
}

/** Runs the tests in the embedded VS Code, prints what they print, and gives their exit code. */
export async function runExtensionTests(tests: ExtensionTests): Promise<number> {
  const server = await startVscodeServer({
    dataFolder: tests.dataFolder,
    offline: true,
    runsTests: true,
  });
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: chromiumArguments,
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    return await exitCodeOf(page, testUrl(server.port, tests));
  } finally {
    await browser.close();
    await server.stop();
    // Why the extension host ended, if it did: its exit code or signal.
    console.log(server.log().slice(-4_000));
  }
}

function testUrl(port: number, tests: ExtensionTests): string {
  const remote = (path: string): string => `vscode-remote://localhost:${port}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(tests.extensionDevelopmentPath)],
    ['extensionTestsPath', remote(tests.extensionTestsPath)],
  ];
  const query = encodeURIComponent(JSON.stringify(payload));
  return `${folderUrl(port, tests.workspaceFolder)}&payload=${query}`;
}

/** The workbench calls these two functions when it was asked to run tests. */
async function exitCodeOf(page: Page, url: string): Promise<number> {
  const exit = Promise.withResolvers<number>();
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    if (type !== 'debug' && type !== 'trace') console.log(...args);
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => exit.resolve(code));
  page.once('crash', () => exit.reject(new Error('The page of the embedded VS Code crashed.')));
  await page.goto(url, { timeout: startTimeoutMs });
  return exit.promise;
}
