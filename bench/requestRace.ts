import { Pool, request } from 'undici';
import { defaultRequestOptions } from '../src/core/runner/prepareContext.ts';
import type { PreparedRequest } from '../src/core/runner/preparedRequest.ts';
import { LocalEngine } from '../src/engine/localEngine.ts';

/** Requests per second of one turn on each side. */
export interface RaceRound {
  engine: number;
  undici: number;
}

/** What is compared: a way to speak HTTP, and how many requests are under way at a time. */
export interface Race {
  name: string;
  url: string;
  http2: boolean;
  parallel: number;
}

const warmUpRequests = 3000;
const requestsPerTurn = 250;
/** Connections of either side over HTTP/1.1, as a browser has them. */
const connections = 6;

/**
 * Sends `requests` GETs on each side, in short turns so that what else the machine does hits both alike. Both keep
 * their connections: six over HTTP/1.1 (one where requests go one after another), one over HTTP/2.
 */
export async function raceRequests(race: Race, requests: number): Promise<RaceRound[]> {
  const engine = new LocalEngine();
  const pool = poolOf(race);
  const prepared = prepare(race);
  const sendWithEngine = async (): Promise<void> => {
    const { failure } = await engine.finished(await engine.start(prepared));
    if (failure) throw new Error(failure.message);
  };
  const sendWithUndici = async (): Promise<void> => {
    const { body } = await request(`${race.url}/json`, { dispatcher: pool });
    await body.arrayBuffer();
  };
  const { parallel } = race;
  await rate(sendWithEngine, warmUpRequests, parallel);
  await rate(sendWithUndici, warmUpRequests, parallel);
  const rounds: RaceRound[] = [];
  while (rounds.length * requestsPerTurn < requests) {
    const engineRate = await rate(sendWithEngine, requestsPerTurn, parallel);
    rounds.push({
      engine: engineRate,
      undici: await rate(sendWithUndici, requestsPerTurn, parallel),
    });
  }
  await Promise.all([engine.dispose(), pool.close()]);
  return rounds;
}

function poolOf({ url, http2, parallel }: Race): Pool {
  return new Pool(url, {
    allowH2: http2,
    connections: http2 || parallel === 1 ? 1 : connections,
    pipelining: http2 ? parallel : 1,
    connect: { rejectUnauthorized: false },
  });
}

/** Keeps `parallel` requests under way until `requests` were sent. */
async function rate(
  send: () => Promise<void>,
  requests: number,
  parallel: number,
): Promise<number> {
  const start = performance.now();
  let left = requests;
  const one = async (): Promise<void> => {
    while (left-- > 0) await send();
  };
  await Promise.all(Array.from({ length: parallel }, one));
  return requests / ((performance.now() - start) / 1000);
}

function prepare({ url, http2 }: Race): PreparedRequest {
  return {
    kind: 'http',
    method: 'GET',
    url: `${url}/json`,
    headers: [['Accept', 'application/json']],
    body: [],
    steps: [],
    secrets: [],
    file: 'bench.http',
    line: 1,
    name: 'json',
    options: { ...defaultRequestOptions, verifyTls: false, httpVersion: http2 ? '2' : '1.1' },
  };
}
