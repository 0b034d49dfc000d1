import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { raceCommandLines } from './commandLineRace.ts';
import { median, printTable, quartiles, rounded, type Figures } from './report.ts';
import { compareSequential } from './sequentialRequests.ts';

/**
 * `npm run bench -- http [REQUESTS]`: sequential requests with full recording ÷ bare undici (`ratio`), and a file of
 * 500 requests on the command line against httpYac (`commandLineTimesFaster`).
 */
export async function run([requests = '60000']: string[]): Promise<Figures> {
  const server = new Worker(new URL('jsonServer.ts', import.meta.url));
  const [port] = (await once(server, 'message')) as [number];
  try {
    const url = `http://127.0.0.1:${port}`;
    const sequential = await sequentialFigures(url, Number(requests));
    return { ...sequential, ...(await commandLineFigures(url)) };
  } finally {
    await server.terminate();
  }
}

async function sequentialFigures(url: string, requests: number): Promise<Figures> {
  const rounds = await compareSequential(url, requests);
  const engine = quartiles(rounds.map((round) => round.engine));
  const undici = quartiles(rounds.map((round) => round.undici));
  const ratio = quartiles(rounds.map((round) => round.engine / round.undici));
  printTable(
    [`${rounds.length} rounds`, 'lower quartile', 'median', 'upper quartile'],
    [
      ['engine, requests/s', ...engine],
      ['undici, requests/s', ...undici],
      ['engine ÷ undici', ...ratio],
    ],
  );
  return {
    ratio: rounded(ratio[1]),
    engineRequestsPerSecond: Math.round(engine[1]),
    undiciRequestsPerSecond: Math.round(undici[1]),
  };
}

async function commandLineFigures(url: string): Promise<Figures> {
  const rounds = await raceCommandLines(url);
  printTable(
    ['500 requests, run', 'wirebook, ms', 'httpyac, ms', 'times faster'],
    rounds.map(({ wirebookMs, httpyacMs }, index) => [
      index + 1,
      wirebookMs,
      httpyacMs,
      httpyacMs / wirebookMs,
    ]),
  );
  return {
    commandLineTimesFaster: rounded(
      median(rounds.map((round) => round.httpyacMs / round.wirebookMs)),
    ),
    wirebookMs: Math.round(median(rounds.map(({ wirebookMs }) => wirebookMs))),
    httpyacMs: Math.round(median(rounds.map(({ httpyacMs }) => httpyacMs))),
  };
}
