import type { Page } from '@playwright/test';
import type { LanesView } from '../../src/protocol/lanes.ts';
import { test } from '../support/consoleTest.ts';
import { startTestDemoServer } from '../support/demoServer.ts';
import type { TestDemoServer } from '../support/demoServer.ts';
import { exampleLanes } from '../support/exampleRun.ts';

/** The pictures of `docs/connections.md`: the console alone, with what the demo server really did. */
const pictures = [
  ['lanes-reuse', 'connections.http', 'in turn', 360],
  ['lanes-six', 'six-connections.http', 'parallel', 620],
  ['lanes-queue', 'head-of-line.http', 'parallel', 330],
  ['lanes-http2', 'multiplexed.http', 'parallel', 420],
  ['lanes-retry', 'idle-close.http', 'in turn', 370],
] as const;

/** The ports that the demo server has where nobody else has them. */
function withDemoPorts(lanes: LanesView, { httpPort, httpsPort }: TestDemoServer): LanesView {
  const text = JSON.stringify(lanes)
    .replaceAll(`"port":${httpPort}`, '"port":8080')
    .replaceAll(`"port":${httpsPort}`, '"port":8443')
    .replaceAll(`:${httpPort}"`, ':8080"')
    .replaceAll(`:${httpsPort}"`, ':8443"');
  return JSON.parse(text) as LanesView;
}

async function take(page: Page, name: string, lanes: LanesView, height: number): Promise<void> {
  await page.setViewportSize({ width: 1100, height });
  await page.evaluate((view) => window.fakeHost.showLanes(view), lanes);
  await page.locator('.bar').first().waitFor();
  await page.screenshot({ path: `docs/pictures/${name}.png` });
}

test('the same ten over both protocols', async ({ open }) => {
  const demo = await startTestDemoServer();
  const run = (httpVersion: '1.1' | null) =>
    exampleLanes('multiplexed.http', demo, 'parallel', httpVersion);
  await run(null);
  const repeated = await run(null);
  await run('1.1');
  const lanes = withDemoPorts({ ...(await run('1.1')), repeated }, demo);
  await demo.close();
  await take(await open('lanesEmpty'), 'lanes-compared', lanes, 920);
});

for (const [name, example, how, height] of pictures) {
  test(`${example} as ${name}`, async ({ open }) => {
    const demo = await startTestDemoServer();
    // The first run warms the code up; it is the second that a person sees.
    await exampleLanes(example, demo, how);
    const lanes = withDemoPorts(await exampleLanes(example, demo, how), demo);
    await demo.close();
    await take(await open('lanesEmpty'), name, lanes, height);
  });
}
