import { availableParallelism } from 'node:os';
import type { Bench } from './report.ts';

const benches: Record<string, () => Promise<{ run: Bench }>> = {
  activation: () => import('./activation.ts'),
  capture: () => import('./capture.ts'),
  http: () => import('./http.ts'),
  tls: () => import('./tls.ts'),
  parse: () => import('./parse.ts'),
};

/** `npm run bench -- NAME [args]`: a table for people, and as the last line one JSON object for machines. */
const [name = '', ...args] = process.argv.slice(2);
const load = benches[name];
if (load) {
  const { run } = await load();
  const figures = await run(args);
  const machine = { cores: availableParallelism(), node: process.versions.node };
  console.log(JSON.stringify({ name, ...figures, ...machine }));
} else {
  console.error(`Usage: npm run bench -- ${Object.keys(benches).join(' | ')}`);
  process.exitCode = 2;
}
