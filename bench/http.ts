import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { raceCommandLines } from './commandLineRace.ts';
import type { JsonServerUrls } from './jsonServer.ts';
import { median, printTable, quartiles, rounded, type Figures } from './report.ts';
import { raceRequests, type Race } from './requestRace.ts';

/**
 * `npm run bench -- http [REQUESTS]`: requests with everything recorded ÷ bare undici, one after another and 50 at a
 * time, over HTTP/1.1, HTTPS and HTTP/2 (`ratio` is HTTP/1.1, one after the other; `lowestRatio` is the worst of all),
 * and a file of 500 requests on the command line against httpYac (`commandLineTimesFaster`).
 */
export async function run([requests = '20000']: string[]): Promise<Figures> {
  const server = new Worker(new URL('jsonServer.ts', import.meta.url));
  const [urls] = (await once(server, 'message')) as [JsonServerUrls];
  try {
    const ratios = await raceAll(racesOf(urls), Number(requests));
    const ratio = ratios['http1Sequential'] ?? 0;
    const lowestRatio = Math.min(...Object.values(ratios));
    return { ratio, lowestRatio, ...ratios, ...(await commandLineFigures(urls.http1)) };
  } finally {
    await server.terminate();
  }
}

function racesOf({ http1, https, http2 }: JsonServerUrls): Race[] {
  return [1, 50].flatMap((parallel) => {
    const suffix = parallel === 1 ? 'Sequential' : `Parallel${parallel}`;
    return [
      { name: `http1${suffix}`, url: http1, http2: false, parallel },
      { name: `https${suffix}`, url: https, http2: false, parallel },
      { name: `http2${suffix}`, url: http2, http2: true, parallel },
    ];
  });
}

/** The median ratio of each race by its name. */
async function raceAll(races: Race[], requests: number): Promise<Record<string, number>> {
  const rows: (string | number)[][] = [];
  const ratios: Record<string, number> = {};
  for (const race of races) {
    const rounds = await raceRequests(race, requests);
    const ratio = quartiles(rounds.map((round) => round.engine / round.undici));
    const engine = median(rounds.map((round) => round.engine));
    const undici = median(rounds.map((round) => round.undici));
    rows.push([race.name, Math.round(engine), Math.round(undici), ...ratio]);
    ratios[race.name] = rounded(ratio[1]);
  }
  printTable(
    ['', 'engine, requests/s', 'undici, requests/s', 'lower quartile', 'ratio', 'upper quartile'],
    rows,
  );
  return ratios;
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
