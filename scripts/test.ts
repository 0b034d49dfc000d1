import { brokenRing, isCi } from './testing/ring.ts';
import type { Ring, RingResult } from './testing/ring.ts';
import { rings } from './testing/rings.ts';
import { provideCodeServer } from './vscode/codeServer.ts';

/** `npm test` runs every ring, `npm test -- unit wire` some of them. */
const chosen = choose(process.argv.slice(2));
// The embedded VS Code is installed while the fast rings run; who needs it waits for it and reports its failure.
if (chosen.some(({ needsPackage }) => needsPackage)) provideCodeServer().catch(() => undefined);

const total: RingResult = { passed: 0, failed: 0, skipped: [] };
const summary: string[] = [];
let packaged = true;

for (const ring of chosen) {
  console.log(`\n── ${ring.name} ──`);
  const startedAt = performance.now();
  const result = strict(await runRing(ring));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  summary.push(`${ring.name.padEnd(8)} ${counts(result)} (${seconds} s)`);
  total.passed += result.passed;
  total.failed += result.failed;
  total.skipped.push(...result.skipped);
  if (ring.name === 'build') packaged = result.failed === 0;
}

if (total.skipped.length > 0) console.log(`\nSkipped:\n  ${total.skipped.join('\n  ')}`);
console.log(`\n${summary.join('\n')}\n\n${counts(total)}`);
process.exit(total.failed > 0 ? 1 : 0);

function choose(names: string[]): Ring[] {
  const unknown = names.filter((name) => !rings.some((ring) => ring.name === name));
  if (unknown.length > 0) {
    const known = rings.map(({ name }) => name).join(', ');
    console.error(`No such ring: ${unknown.join(', ')}. There are ${known}.`);
    process.exit(2);
  }
  const named = rings.filter(({ name }) => names.length === 0 || names.includes(name));
  const packs = named.some(({ needsPackage }) => needsPackage);
  return rings.filter((ring) => named.includes(ring) || (packs && ring.name === 'build'));
}

async function runRing(ring: Ring): Promise<RingResult> {
  if (ring.needsPackage && !packaged) return brokenRing('Not run: the build failed.');
  const result = await ring.run().catch((error: unknown) => brokenRing(String(error)));
  const { passed, failed, skipped } = result;
  return passed + failed + skipped.length === 0 ? brokenRing('No test ran.') : result;
}

/** In CI every program is there, so a skipped test is one that failed to run. */
function strict({ passed, failed, skipped }: RingResult): RingResult {
  if (!isCi || skipped.length === 0) return { passed, failed, skipped };
  console.log(`✖ Skipped, which CI does not allow:\n  ${skipped.join('\n  ')}`);
  return { passed, failed: failed + skipped.length, skipped: [] };
}

function counts({ passed, failed, skipped }: RingResult): string {
  const skips = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  return `${passed} passed, ${failed} failed${skips}`;
}
