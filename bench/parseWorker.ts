import { parentPort, workerData } from 'node:worker_threads';
import { parseRequestFile } from '../src/core/request-file/parseRequestFile.ts';
import { requestsOf } from '../src/core/request-file/requestFile.ts';
import { httpyacParser } from './httpyacParser.ts';

/** One parser in a thread of its own: the garbage of one must not be collected on the other's time. */
export interface ParserTask {
  parser: 'wirebook' | 'httpyac';
  text: string;
  requests: number;
}

const { parser, text, requests } = workerData as ParserTask;

function parserOf(name: ParserTask['parser']): () => number | Promise<number> {
  if (name === 'wirebook') return () => requestsOf(parseRequestFile(text)).length;
  const parse = httpyacParser();
  return () => parse(text);
}

/** Milliseconds of one parse, over several. A parser that finds less would only seem fast. */
async function time(parse: () => number | Promise<number>, times: number): Promise<number> {
  const start = performance.now();
  for (let count = 0; count < times; count += 1) {
    const found = await parse();
    if (found !== requests) throw new Error(`${found} of ${requests} requests were found`);
  }
  return (performance.now() - start) / times;
}

const parse = parserOf(parser);
parentPort?.on('message', (times: number) => {
  void time(parse, times).then((elapsedMs) => parentPort?.postMessage(elapsedMs));
});
