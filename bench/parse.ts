import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { EditedRequestFile } from '../src/core/request-file/editedRequestFile.ts';
import { parseRequestFile } from '../src/core/request-file/parseRequestFile.ts';
import type { ParserTask } from './parseWorker.ts';
import { median, printTable, quartiles, rounded, type Figures } from './report.ts';

const requestCount = 2000;
const linesOfRequest = 7;
/** Ours is timed over several parses, so that a turn of each takes about as long. */
const oursInTurn = 20;

/**
 * `npm run bench -- parse [ROUNDS]`: one file of 2,000 requests, httpYac's parser ÷ ours in turns (`ratio`); 10 MB
 * against 1 MB (`tenfoldTextTimes`, 10 where time is linear); a key typed into a file of 10,000 lines (`keystrokeMs`).
 */
export async function run([rounds = '15']: string[]): Promise<Figures> {
  const comparison = await compare(Number(rounds));
  const tenfold = rounded(tenfoldTextTimes());
  const keystrokes = typeKeys();
  printTable(
    ['further', 'lower quartile', 'median', 'upper quartile'],
    [
      ['10 MB ÷ 1 MB', '', tenfold, ''],
      ['keystroke, ms', ...quartiles(keystrokes)],
    ],
  );
  return {
    ...comparison,
    tenfoldTextTimes: tenfold,
    keystrokeMs: rounded(median(keystrokes)),
  };
}

function textOf(requests: number): string {
  return Array.from(
    { length: requests },
    (_, index) =>
      `### request ${index}\n# @timeout 5 s\nPOST {{host}}/items/${index}?q={{query}}\n` +
      `Content-Type: application/json\n\n{ "id": ${index}, "name": "世界" }\n\n`,
  ).join('');
}

async function compare(rounds: number): Promise<Figures & { ratio: number }> {
  const text = textOf(requestCount);
  const ourParser = startParser('wirebook', text);
  const theirParser = startParser('httpyac', text);
  const ours: number[] = [];
  const theirs: number[] = [];
  // The first rounds are for the compiler.
  for (let round = -3; round < rounds; round += 1) {
    const oursMs = await time(ourParser, oursInTurn);
    const theirsMs = await time(theirParser, 1);
    if (round < 0) continue;
    ours.push(oursMs);
    theirs.push(theirsMs);
  }
  await Promise.all([ourParser.terminate(), theirParser.terminate()]);
  const ratios = ours.map((oursMs, index) => (theirs[index] ?? 0) / oursMs);
  printTable(
    [
      `${requestCount} requests, ${text.length} characters`,
      'lower quartile',
      'median',
      'upper quartile',
    ],
    [
      ['wirebook, ms', ...quartiles(ours)],
      ['httpyac, ms', ...quartiles(theirs)],
      ['times faster', ...quartiles(ratios)],
    ],
  );
  return {
    ratio: rounded(median(ratios)),
    wirebookMs: rounded(median(ours)),
    httpyacMs: rounded(median(theirs)),
  };
}

function startParser(parser: ParserTask['parser'], text: string): Worker {
  const workerData: ParserTask = { parser, text, requests: requestCount };
  return new Worker(new URL('parseWorker.ts', import.meta.url), { workerData });
}

/** Milliseconds of one parse, over several. */
async function time(parser: Worker, times: number): Promise<number> {
  parser.postMessage(times);
  const [elapsedMs] = (await once(parser, 'message')) as [number];
  return elapsedMs;
}

function tenfoldTextTimes(): number {
  const text = textOf(7500);
  const tenfold = text.repeat(10);
  const ratios = Array.from({ length: 5 }, () => {
    const [start, middle] = [performance.now(), parsedAt(text)];
    return (parsedAt(tenfold) - middle) / (middle - start);
  });
  return median(ratios);
}

function parsedAt(text: string): number {
  parseRequestFile(text);
  return performance.now();
}

/** Milliseconds of each key that is typed into the URL of a request in the middle of 10,000 lines. */
function typeKeys(): number[] {
  let text = textOf(Math.ceil(10_000 / linesOfRequest));
  const at = text.indexOf('?q=', text.length / 2);
  const edited = new EditedRequestFile('bench.http');
  edited.update(text);
  return Array.from({ length: 200 }, () => {
    text = `${text.slice(0, at)}x${text.slice(at)}`;
    const start = performance.now();
    edited.update(text);
    return performance.now() - start;
  });
}
