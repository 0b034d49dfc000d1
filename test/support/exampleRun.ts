import { readFile } from 'node:fs/promises';
import { requestsOf } from '../../src/core/request-file/requestFile.ts';
import { prepareRequest } from '../../src/core/runner/prepare.ts';
import { isPrepared } from '../../src/core/runner/preparedRequest.ts';
import type { PreparedRequest } from '../../src/core/runner/preparedRequest.ts';
import { LocalEngine } from '../../src/engine/localEngine.ts';
import type { LanesView } from '../../src/protocol/lanes.ts';
import type { TestDemoServer } from './demoServer.ts';
import { parseText, prepareContext } from './requestFiles.ts';

/** Sends all requests of an example to the demo server, at once or in turn, and gives the picture of its sockets; over this HTTP where one is named. */
export async function exampleLanes(
  name: string,
  demo: TestDemoServer,
  how: 'parallel' | 'in turn',
  httpVersion: '1.1' | null = null,
): Promise<LanesView> {
  const requests = await prepared(name, demo);
  const engine = new LocalEngine();
  try {
    const send = async (request: PreparedRequest): Promise<void> => {
      const options = {
        ...request.options,
        httpVersion: httpVersion ?? request.options.httpVersion,
      };
      await engine.finished(await engine.start({ ...request, options }));
    };
    if (how === 'parallel') await Promise.all(requests.map(send));
    else for (const request of requests) await send(request);
    return await engine.lanes('newest');
  } finally {
    await engine.dispose();
  }
}

async function prepared(name: string, { urls }: TestDemoServer): Promise<PreparedRequest[]> {
  const text = await readFile(new URL(`../../examples/${name}`, import.meta.url), 'utf8');
  const file = parseText(
    text
      .replaceAll('http://localhost:8080', urls.http)
      .replaceAll('https://localhost:8443', urls.https),
  );
  const context = await prepareContext();
  const requests: PreparedRequest[] = [];
  for (const block of requestsOf(file)) {
    const request = await prepareRequest(file, block, context);
    if (!isPrepared(request)) throw new Error(`${name}: ${JSON.stringify(request)}`);
    requests.push(request);
  }
  return requests;
}
