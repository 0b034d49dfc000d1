import { Pool, request } from 'undici';
import { defaultRequestOptions } from '../src/core/runner/prepareContext.ts';
import type { PreparedRequest } from '../src/core/runner/preparedRequest.ts';
import { LocalEngine } from '../src/engine/localEngine.ts';

/** Requests per second of one round on each side. */
export interface SequentialRound {
  engine: number;
  undici: number;
}

const warmUpRequests = 5000;
const requestsPerRound = 200;

/**
 * Sends `requests` GETs one after another on each side, in short turns so that what else the machine does hits both
 * alike; each side keeps its one connection.
 */
export async function compareSequential(url: string, requests: number): Promise<SequentialRound[]> {
  const engine = new LocalEngine();
  const pool = new Pool(url, { connections: 1 });
  const prepared = prepare(`${url}/json`);
  const sendWithEngine = async (): Promise<void> => {
    const { failure } = await engine.finished(await engine.start(prepared));
    if (failure) throw new Error(failure.message);
  };
  const sendWithUndici = async (): Promise<void> => {
    const { body } = await request(`${url}/json`, { dispatcher: pool });
    await body.arrayBuffer();
  };
  await rate(sendWithEngine, warmUpRequests);
  await rate(sendWithUndici, warmUpRequests);
  const rounds: SequentialRound[] = [];
  while (rounds.length * requestsPerRound < requests) {
    const engineRate = await rate(sendWithEngine, requestsPerRound);
    rounds.push({ engine: engineRate, undici: await rate(sendWithUndici, requestsPerRound) });
  }
  await Promise.all([engine.dispose(), pool.close()]);
  return rounds;
}

async function rate(send: () => Promise<void>, requests: number): Promise<number> {
  const start = performance.now();
  for (let sent = 0; sent < requests; sent += 1) await send();
  return requests / ((performance.now() - start) / 1000);
}

function prepare(url: string): PreparedRequest {
  return {
    kind: 'http',
    method: 'GET',
    url,
    headers: [['Accept', 'application/json']],
    body: [],
    steps: [],
    secrets: [],
    file: 'bench.http',
    line: 1,
    name: 'json',
    options: defaultRequestOptions,
  };
}
